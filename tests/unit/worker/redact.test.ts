import { describe, expect, it } from 'vitest';
import { redactorOf } from '../../../packages/worker/document/redact.ts';
import { openLines } from '../../../packages/worker/executors/lines.ts';

const secret = 'p@ss "word"/+ä';

describe('secrets in outputs and logs', () => {
  it.each([
    ['as they are', secret],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in a URL', `https://x/?key=${encodeURIComponent(secret)}`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])('are redacted %s', (_, text) => {
    const shown = redactorOf([secret]).text(`before ${text} after`);
    expect(shown).toMatch(/^before .*\(hidden\).* after$/);
    expect(shown).not.toContain('word');
  });

  it('are redacted in every string and key of a value', () => {
    const value = { [secret]: [{ deep: `x${secret}y` }, 7, null, true] };
    expect(redactorOf([secret]).value(value)).toEqual({ '(hidden)': [{ deep: 'x(hidden)y' }, 7, null, true] });
  });

  it('are redacted whole where one is part of another', () => {
    expect(redactorOf(['token', 'token-and-more']).text('token-and-more')).toBe('(hidden)');
  });

  it('are redacted line by line where they have several', () => {
    const key = '-----BEGIN X-----\nabcdefghijkl\nmnopqrstuvwx\n-----END X-----';
    expect(redactorOf([key]).text('it said: mnopqrstuvwx')).toBe('it said: (hidden)');
  });

  it('include tokens of well-known formats that were not listed', () => {
    const token = `ghp_${'A1b2C3d4E5f6'.repeat(3)}`;
    expect(redactorOf([]).text(`uses ${token}`)).not.toContain(token);
  });
});

describe('the output of an executor', () => {
  const listen = (secrets: string[] = []) => {
    const said: string[] = [];
    const lines = openLines(redactorOf(secrets), (line) => said.push(line));
    return { said, lines, take: (text: string) => lines.take(Buffer.from(text)) };
  };

  it('is logged line by line, in whatever chunks it arrives', () => {
    const { said, lines, take } = listen();
    for (const chunk of ['one\ntw', 'o\n', 'thr', 'ee']) take(chunk);
    lines.end();
    expect(said).toEqual(['one', 'two', 'three']);
    expect(lines.tail()).toBe('one\ntwo\nthree');
  });

  it('keeps a character whole that arrives in two chunks', () => {
    const { said, lines } = listen();
    const bytes = Buffer.from('ä\n');
    lines.take(bytes.subarray(0, 1));
    lines.take(bytes.subarray(1));
    expect(said).toEqual(['ä']);
  });

  it('has a secret redacted that arrives in two chunks', () => {
    const { said, take } = listen(['secret-value']);
    take('it is secret-');
    take('value\n');
    expect(said).toEqual(['it is (hidden)']);
  });

  it.each([8_180, 8_190, 8_192, 8_198, 8_203, 8_210])(
    'is cut at %i in an endless line, but never within a secret',
    (before) => {
      const { said, lines, take } = listen(['secret-value']);
      take('x'.repeat(before));
      take('secret-');
      take('value and much more'.padEnd(9_000, 'y'));
      take('the rest\nnext\n');
      lines.end();
      expect(said).toHaveLength(2);
      expect(said[0]).toMatch(/… \(cut\)$/);
      expect(said.join()).not.toMatch(/secret-|value/);
      expect(said[1]).toBe('next');
    },
  );

  it('cannot move the cursor of a terminal', () => {
    const { said, take } = listen();
    take('\u001b[2Jgone\u202e\n');
    expect(said).toEqual([' [2Jgone ']);
  });
});
