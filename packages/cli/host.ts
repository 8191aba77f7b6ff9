/** What depends on how the command line is started: as the installed command, or as an npm script of a repository. */
export interface Host {
  /** What users type before the words of a command. */
  command: string;
  /** The same where only the output of the command counts, such as in `$(…)`. */
  quietCommand: string;
  /** The folder that relative paths of the command line start from. */
  folder: string;
  /** A folder with `agents` and `templates`, used without --dir; null: they are looked for in `folder`. */
  definitions: string | null;
}

let host: Host = { command: 'registry', quietCommand: 'registry', folder: process.cwd(), definitions: null };

/** Sets what differs from the installed command, before the program is created. */
export const setHost = (changes: Partial<Host>): void => {
  host = { ...host, ...changes };
};

export const currentHost = (): Readonly<Host> => host;

/** A line for a shell, written as `registry search x`, the way that users of this host type it. */
export function asTyped(line: string): string {
  const command = /\$\(|\||--json/.test(line) ? host.quietCommand : host.command;
  return line.replace(/(^|\$\()registry (?=\S)/g, (_, before: string) => `${before}${command} `);
}
