import { readFile } from 'node:fs/promises';
import { Help, Option } from 'commander';

/** Listed in the help only: `instantiate --version` is another option, so the program does not parse this one. */
export const versionOption = new Option('-V, --version', 'print the version of the registry');

/** `registry --version`: before any command. */
export const asksForVersion = ([first = '']: readonly string[]): boolean => first === '-V' || first === '--version';

/** The version of this package. */
export async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('./package.json', import.meta.url), 'utf8'));
  return version;
}

/** The options of a command as the help lists them, with `--version` for the program. */
export function visibleOptions(this: Help, command: Parameters<Help['visibleOptions']>[0]): Option[] {
  const options = Help.prototype.visibleOptions.call(this, command);
  return command.parent === null ? [versionOption, ...options] : options;
}
