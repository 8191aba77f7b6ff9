import { WorkerProblem } from '../problem.ts';

/**
 * The words of a command line, parsed like a shell does: quotes group words, and a backslash escapes the next
 * character. Nothing else has a meaning; no shell is involved.
 *
 * @throws WorkerProblem for an open quote, or an empty command line
 */
export function splitCommandLine(line: string): [string, ...string[]] {
  const words: string[] = [];
  const parts =
    /(?:\\(?<escaped>[\s\S])|'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"|(?<plain>[^\s'"\\]+)|(?<space>\s+))/y;
  let word: string | null = null;
  while (parts.lastIndex < line.length) {
    const groups: Record<string, string | undefined> | undefined = parts.exec(line)?.groups;
    if (!groups)
      throw new WorkerProblem(`The command has an unclosed quote or a trailing backslash: ${line}`, { exitCode: 2 });
    if (groups.space !== undefined) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const piece: string =
      groups.escaped ?? groups.single ?? groups.double?.replace(/\\(["\\$`])/g, '$1') ?? groups.plain ?? '';
    word = (word ?? '') + piece;
  }
  if (word !== null) words.push(word);
  const [command, ...args] = words;
  if (!command) throw new WorkerProblem('The command is empty.', { exitCode: 2 });
  return [command, ...args];
}
