import { describe, expect, it } from 'vitest';
import { checkTags } from '../../../packages/manifest/contract/tags.ts';
import { parseAgent, parseTemplate, uniqueTags } from '../../../packages/manifest/index.ts';
import { Issues, inPlace } from '../../../packages/manifest/values/issue.ts';
import { agent, type Definition, template } from '../../support/definitions.ts';

const sourceOf = ({ manifest, files }: Definition) => ({
  manifest,
  files: files.map(({ path, content }) => ({ path, bytes: new TextEncoder().encode(content) })),
});

const sameTag = (issues: readonly { code: string; path: string; severity: string; message: string }[]) =>
  issues.filter(({ code }) => code === 'same_tag');

describe('tags', () => {
  it.each([
    [['GitHub', 'github'], ['GitHub']],
    [
      ['ci', 'CI', 'Ci', 'cd'],
      ['ci', 'cd'],
    ],
    [['ＧｉｔＨｕｂ', 'github'], ['ＧｉｔＨｕｂ']],
    [
      ['résumé', 'resume'],
      ['résumé', 'resume'],
    ],
    [['a', ' A '], ['a']],
    [
      ['Straße', 'STRASSE', 'straße'],
      ['Straße', 'STRASSE'],
    ],
    [[], []],
  ])('%j are %j', (tags, kept) => expect(uniqueTags(tags)).toEqual(kept));

  it.each([
    ['an agent', () => parseAgent(sourceOf(agent({ tags: ['support', 'GitHub', 'github'] })))],
    ['a template', () => parseTemplate(sourceOf(template({ tags: ['support', 'GitHub', 'github'] })))],
  ])('of %s in two spellings are accepted with a warning at the second', (_, read) => {
    const { issues, definition } = read();
    expect(definition).not.toBe(null);
    expect(sameTag(issues)).toEqual([
      {
        code: 'same_tag',
        file: expect.stringMatching(/^(agent|template)\.json$/),
        path: 'tags[2]',
        severity: 'warning',
        message: '"github" and "GitHub" are the same tag in two spellings; the entry shows only "GitHub". Remove one.',
      },
    ]);
  });
});

it('a tag that is there twice, or is no text, is no other spelling of one', () => {
  const issues = new Issues();
  checkTags({ tags: ['a', 'a', 7, 7, null] }, 'agent.json', issues, inPlace);
  expect(issues.list()).toEqual([]);
});
