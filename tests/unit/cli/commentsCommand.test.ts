import { describe, expect, it } from 'vitest';
import { json } from '../../support/cliAnswers.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

const comment = (more: object = {}) => ({
  ...{ id: 'c1', stars: 5, comment: 'It works.', version: '1.0.0', author: 'ann', ratedAt: 'T1', isHidden: false },
  ...{ hiddenReason: null, reportCount: 0, reports: [], ...more },
});
const page = (comments: object[], hasNextPage = false) => ({
  template: { ratings: { edges: comments.map((node) => ({ node })), pageInfo: { hasNextPage, endCursor: 'next' } } },
});

describe('comments', () => {
  it('are asked for with only what was given, and shown with their reports', async () => {
    const reported = comment({
      ...{
        id: 'c2',
        stars: 1,
        version: null,
        author: 'b\u001bob',
        isHidden: true,
        hiddenReason: 'spam',
        reportCount: 2,
      },
      reports: [{ reason: 'rude', reportedAt: 'T2' }],
    });
    const bare = comment({ isHidden: true, reportCount: 1 });
    const { lines, sent } = await exchange('comments train', page([comment(), reported, bare], true));
    expect(sent).toEqual([
      { operation: 'Comments', variables: { templateId: 'train', namespace: null, first: 20, after: null } },
    ]);
    expect(lines).toEqual([
      '5 stars of 1.0.0 by ann, T1',
      'It works.',
      'id c1',
      '',
      '1 star by b ob, T1',
      'It works.',
      'id c2',
      'hidden: spam',
      '2 reports:',
      '  rude',
      '',
      '5 stars of 1.0.0 by ann, T1',
      'It works.',
      'id c1',
      'hidden',
      '1 report',
      '! Next page: --after next',
    ]);
  });

  it('are asked for with every option, and may be none', async () => {
    const { lines, sent } = await exchange('comments train --namespace team-a --first 3 --after c', page([]));
    expect(sent).toEqual([
      { operation: 'Comments', variables: { templateId: 'train', namespace: 'team-a', first: 3, after: 'c' } },
    ]);
    expect(lines).toEqual(['! The template has no comments.']);
    expect((await exchange('comments train', { template: null })).lines).toEqual([
      '! ✗ Template train was not found, or you do not have access to it.',
      'exit 1',
    ]);
  });

  it('are printed as JSON', async () => {
    expect(json((await exchange('comments train --json', page([comment()], true))).lines)).toEqual({
      comments: [comment()],
      after: 'next',
    });
    expect(json((await exchange('comments train --json', page([]))).lines)).toEqual({ comments: [], after: null });
  });
});

describe('comments --report, --hide and --show', () => {
  const event = { cursor: 'c' };
  it.each([
    ['report', 'ReportComment', { created: true }, 'The comment is reported.'],
    ['report', 'ReportComment', { created: false }, 'The comment was already reported.'],
    ['hide', 'HideComment', { event }, 'The comment is hidden.'],
    ['hide', 'HideComment', { event: null }, 'The comment was already hidden.'],
    ['show', 'ShowComment', { event }, 'The comment is shown.'],
    ['show', 'ShowComment', { event: null }, 'The comment was already shown.'],
  ])('--%s sends %s; answered with %j: %s', async (verb, operation, more, said) => {
    const { lines, sent } = await exchange(`comments train --${verb} c1 --reason r`, {
      result: { __typename: `${operation}Payload`, comment: comment(), ...more },
    });
    expect(sent).toEqual([
      { operation, variables: { input: { id: 'c1', reason: 'r', idempotencyKey: `${verb}:<uuid>` } } },
    ]);
    expect(lines).toEqual([said]);
  });

  it('print the comment as JSON', async () => {
    const result = { __typename: 'HideCommentPayload', comment: comment(), event };
    expect(json((await exchange('comments train --hide c1 --reason r --json', { result })).lines)).toEqual({
      ...{ templateId: 'train', changed: true, comment: comment() },
    });
  });

  it.each(['report', 'hide', 'show'])(
    '--%s passes on why it was refused, and requires a token and a reason',
    async (verb) => {
      const result = { __typename: 'Forbidden', code: 'FORBIDDEN', message: 'Not yours.' };
      expect((await exchange(`comments train --${verb} c1 --reason r`, { result })).lines).toEqual([
        '! ✗ Not yours. (FORBIDDEN)',
        'exit 1',
      ]);
      expect((await transcriptOf({})(`comments train --${verb} c1 --reason r`)).slice(0, 1)).toEqual([
        `! ✗ A token is required to ${verb} a comment; REGISTRY_TOKEN is not set.`,
      ]);
      expect((await exchange(`comments train --${verb} c1`)).lines).toEqual([
        `! ✗ --${verb} requires --reason <text>`,
        '!   registry help comments',
        'exit 2',
      ]);
    },
  );

  it.each(['', '  ', 'x'.repeat(2_001)])('a reason such as %j is refused', async (reason) => {
    expect((await exchange(['comments', 'train', '--hide', 'c1', '--reason', reason])).lines).toEqual([
      `! ✗ Option '--reason <text>' argument '${reason}' is invalid. Must be 1 to 2,000 characters.`,
      '!   registry help comments',
      'exit 2',
    ]);
  });
});
