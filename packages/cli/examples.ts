import pc from 'picocolors';
import { asTyped } from './host.ts';

/** The end of a command's help. Each line is a shell command such as `registry search x`. */
export const examples = (...lines: string[]): string =>
  `\n${pc.bold('Examples:')}\n${lines.map((line) => `  ${asTyped(line)}`).join('\n')}\n`;
