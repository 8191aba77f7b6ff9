import pc from 'picocolors';

/** The end of a command's help. */
export const examples = (...lines: string[]): string =>
  `\n${pc.bold('Examples:')}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
