import pc from 'picocolors';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { note, print, printJson } from '../../../packages/cli/terminal.ts';
import { exchange } from '../../support/scriptedGateway.ts';

afterEach(() => void vi.restoreAllMocks());

const printed = (stream: NodeJS.WriteStream, work: () => void): string => {
  const write = vi.spyOn(stream, 'write').mockReturnValue(true);
  work();
  return write.mock.calls.map(([text]) => String(text)).join('');
};
const hostile = '\u001b]0;title\u0007\u001b[2J\u001b[8m\u009b31m\r\b\u007f\u202e\u2066';
const harmless = ' ]0;title  [2J [8m 31m     ';

describe('what is printed', () => {
  it('contains no control characters', () => {
    expect(printed(process.stdout, () => print(`a${hostile}b`))).toBe(`a${harmless}b\n`);
    expect(printed(process.stderr, () => note(`a${hostile}b`))).toBe(`a${harmless}b\n`);
  });

  it('keeps lines, tabs and colours', () => {
    const { red, bold, dim, blue, cyan, green, yellow, gray } = pc.createColors(true);
    const text = `${red('a')}\n${bold('b')}\t${dim('c')}${blue('d')}${cyan('e')}${green('f')}${yellow('g')}${gray('h')}`;
    expect(printed(process.stdout, () => print(text))).toBe(`${text}\n`);
  });

  it('is the same value as JSON', () => {
    const value = { a: hostile, b: 'é\u2028' };
    const text = printed(process.stdout, () => printJson(value));
    expect(JSON.parse(text)).toEqual(value);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});

it('shows the error of a gateway without its control characters', async () => {
  const error = { message: `No.${hostile}`, extensions: { code: `X${hostile}`, correlationId: `id${hostile}` } };
  const { lines } = await exchange('whoami', { errors: [error] });
  expect(lines).toEqual([
    `! ✗ The gateway refused the request: No.${harmless} (X${harmless})`,
    `!   Correlation id: id${harmless.trimEnd()}`,
    'exit 1',
  ]);
});
