import { cliInProcess } from './cliInProcess.ts';

/** What differs from run to run, and what a transcript has in its place. The width stays that of the output. */
const variable: [pattern: RegExp, name: string][] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>'],
  [/\bUnVu\w+=*/g, '<run>'],
  [/--after [\w+/=.-]{10,}/g, '--after <cursor>'],
  [/cursor: [\w+/=.-]{10,}\./g, 'cursor: <cursor>.'],
  [/http:\/\/127\.0\.0\.1:\d+/g, '<gateway>'],
  [/#code=[0-9a-f]{64}/g, '#code=<code>'],
  [/: [\w+/=-]{60,}$/gm, ': <seal>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, '<digest>'],
];

/**
 * Runs a command in this process and returns what a user sees, line by line: the output, then the lines of stderr
 * behind "! ", then the exit code unless it is 0.
 */
export function transcriptOf(environment: Record<string, string>) {
  return async (line: string | readonly string[]): Promise<string[]> => {
    const words = typeof line === 'string' ? line.split(' ') : line;
    const { code, out, err } = await cliInProcess(environment, ...words);
    const plain = (text: string) => variable.reduce((all, [pattern, name]) => all.replace(pattern, name), text);
    const lines = (text: string) => (text === '' ? [] : plain(text).replace(/\n$/, '').split('\n'));
    return [...lines(out), ...lines(err).map((each) => `! ${each}`.trimEnd()), ...(code === 0 ? [] : [`exit ${code}`])];
  };
}
