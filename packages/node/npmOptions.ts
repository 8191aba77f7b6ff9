/** The name of an option in commander's notation. */
interface Option {
  /** `--dry-run`, `--no-color` */
  long?: string;
  /** `--dir <folder>` */
  flags: string;
  /** It takes a value. */
  required?: boolean;
  optional?: boolean;
}

/** A message about options that npm consumed, and the command to type instead. */
export interface TakenOptions {
  message: string;
  hint: string;
}

/**
 * `npm run <script> --dry-run` does not pass the option on: npm takes what comes before `--` as its own configuration,
 * and leaves only `npm_config_dry_run` behind. A command that continues without the option does something else than
 * intended.
 *
 * `--yes` is not among them: `npx --yes` and CI services set `npm_config_yes` for npm itself, and a command that misses
 * its own `--yes` asks, or refuses, and so does less than intended, never more.
 *
 * @param options those of the command that is about to run
 * @param typed its other words, without those that the script in package.json adds
 * @returns null when npm consumed none of them, or did not start the command
 */
export function optionsTakenByNpm(
  options: readonly Option[],
  typed: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): TakenOptions | null {
  const script = environment.npm_lifecycle_event;
  if (!script) return null;
  const named = new Map(options.flatMap((option) => (option.long ? [[option.long, option] as const] : [])));
  const taken = [...named.values()].filter(
    ({ long }) => long && long !== '--yes' && environment[variableOf(long)] !== undefined,
  );
  if (taken.length === 0) return null;
  const names = taken.map(({ long }) => long).join(' and ');
  const needsValue = taken.some(({ required, optional }) => required || optional);
  const words = [...(needsValue ? ['…'] : typed), ...taken.map(({ flags }) => flags)];
  return {
    message: `npm read ${names} as ${taken.length === 1 ? 'an option' : 'options'} of its own, so nothing was done.`,
    hint:
      script === 'npx'
        ? `Put options after the command: npx ${environment.npm_lifecycle_script?.split(' ')[0]} ${words.join(' ')}`
        : `Put options after "--": npm run ${script} -- ${words.join(' ')}`,
  };
}

const variableOf = (long: string): string => `npm_config_${long.replace(/^--(no-)?/, '').replaceAll('-', '_')}`;
