import { describe, expect, it } from 'vitest';
import { Issues, inPlace } from '../../../packages/manifest/values/issue.ts';
import { clip, formatPath } from '../../../packages/manifest/values/path.ts';

const place = { file: 'agent.json', path: ['skills', 0, 'id'] };

function filled(errors: number, warnings: number) {
  const issues = new Issues();
  for (let index = 0; index < errors; index += 1) issues.error(place, 'invalid_value', `error ${index}`);
  for (let index = 0; index < warnings; index += 1) issues.warning(place, 'older_shape', `warning ${index}`);
  return issues;
}
const messages = (issues: Issues) => issues.list().map(({ message }) => message);

describe('the issues of a definition', () => {
  it('are the errors, then the warnings, each once', () => {
    const issues = new Issues();
    issues.warning(place, 'older_shape', 'First.');
    issues.error({ file: 'mcp.json', path: [] }, 'required', 'Second.');
    issues.errorAt({ file: 'mcp.json', path: 'a.b' }, 'required', 'Second.');
    issues.error({ file: 'mcp.json', path: ['a', 'b'] }, 'required', 'Second.');
    issues.warning(place, 'older_shape', 'First.');
    expect(issues.list()).toEqual([
      { file: 'mcp.json', path: '', code: 'required', message: 'Second.', severity: 'error' },
      { file: 'mcp.json', path: 'a.b', code: 'required', message: 'Second.', severity: 'error' },
      { file: 'agent.json', path: 'skills[0].id', code: 'older_shape', message: 'First.', severity: 'warning' },
    ]);
  });

  it('are distinct in any of their parts', () => {
    const issues = new Issues();
    issues.error(place, 'required', 'A.');
    issues.error(place, 'required', 'B.');
    issues.error(place, 'invalid_type', 'A.');
    issues.error({ ...place, path: ['name'] }, 'required', 'A.');
    issues.error({ ...place, file: 'mcp.json' }, 'required', 'A.');
    expect(issues.list()).toHaveLength(5);
  });

  it('fail it if one is an error', () => {
    const issues = filled(0, 3);
    expect([issues.failed, issues.count]).toEqual([false, 0]);
    issues.error(place, 'required', 'A.');
    issues.error(place, 'required', 'A.');
    expect([issues.failed, issues.count]).toEqual([true, 2]);
  });

  it('are warnings if their codes only warn', () => {
    const issues = new Issues(['required']);
    issues.error(place, 'required', 'A.');
    expect([issues.failed, issues.count]).toEqual([false, 0]);
    expect(issues.list()).toMatchObject([{ code: 'required', severity: 'warning' }]);
    issues.error(place, 'invalid_type', 'A.');
    expect(issues.list()).toMatchObject([{ severity: 'error' }, { severity: 'warning' }]);
  });

  it('are listed up to a hundred; a last one counts the others', () => {
    expect(messages(filled(100, 0))).toHaveLength(100);
    const more = filled(101, 0).list();
    expect(more).toHaveLength(101);
    expect(more[99]).toMatchObject({ message: 'error 99' });
    expect(more[100]).toEqual({
      path: '',
      code: 'too_many_issues',
      message: '1 more issue is not listed.',
      severity: 'error',
      file: '',
    });
    expect(messages(filled(250, 0))[100]).toBe('150 more issues are not listed.');
    expect(messages(filled(3, 250)).slice(2, 4)).toEqual(['error 2', 'warning 0']);
    expect(filled(100, 1).list()[100]).toMatchObject({ message: '1 more issue is not listed.', severity: 'warning' });
    expect(filled(3, 250).list()[100]).toMatchObject({
      message: '153 more issues are not listed.',
      severity: 'warning',
    });
  });

  it('may be more than those that were found', () => {
    const issues = filled(1, 0);
    issues.unlisted(2);
    issues.unlisted(-5);
    expect(issues.count).toBe(3);
    expect(messages(issues)).toEqual(['error 0']);
    const full = filled(100, 0);
    full.unlisted(2);
    expect(messages(full)[100]).toBe('2 more issues are not listed.');
  });

  it('are where they were found, unless the definition was converted', () => expect(inPlace(place)).toBe(place));
});

describe('a path', () => {
  it.each([
    [[], ''],
    [['skills', 0, 'id'], 'skills[0].id'],
    [[0, 'a'], '[0].a'],
    [['env', 'a key', 'b-c'], 'env["a key"].b-c'],
    [['1a', '$a_1', ''], '["1a"].$a_1[""]'],
    [['a'.repeat(64)], 'a'.repeat(64)],
    [['a'.repeat(65)], `["${'a'.repeat(60)}…"]`],
    [['x', 'a'.repeat(65)], `x["${'a'.repeat(60)}…"]`],
    [Array(71).fill(0), '[0]'.repeat(70)],
    [[`${'AKIA'}Y34FZKBOKMUTVV7A`, 'b'], '(hidden).b'],
  ])('%j is %s', (path, text) => expect(formatPath(path)).toBe(text));
});

describe('a text in a message', () => {
  it.each([
    ['a'.repeat(60), 'a'.repeat(60)],
    ['a'.repeat(61), `${'a'.repeat(60)}…`],
    [`${'a'.repeat(59)}😀b`, `${'a'.repeat(59)}\ufffd…`],
    ['a\ud800', 'a\ufffd'],
    ['a\0\u200b\u2028\u2029\u0085b', 'a\\u0000\\u200b\\u2028\\u2029\\u0085b'],
    ['a\u{e0041}b', 'a\\u{e0041}b'],
    [`use ${'AKIA'}Y34FZKBOKMUTVV7A now`, 'use (hidden) now'],
  ])('%j is %j', (text, shown) => expect(clip(text)).toBe(shown));

  it('may be longer or shorter, and is read up to 10,000 characters', () => {
    expect(clip('abc', 2)).toBe('ab…');
    expect(clip('a'.repeat(10_000), 20_000)).toBe('a'.repeat(10_000));
    expect(clip('a'.repeat(10_001), 20_000)).toBe('a'.repeat(10_000));
  });
});
