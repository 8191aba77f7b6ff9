/**
 * Handles `--help` (prints the usage and exits with 0) and refuses unknown arguments of a script (exits with 2), before
 * the script does anything.
 *
 * @param options the options that the script reads itself, such as `--wait`
 */
export function usage(
  text: string,
  options: readonly string[] = [],
  args: readonly string[] = process.argv.slice(2),
): void {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(text);
    process.exit(0);
  }
  const names = args.map((arg) => arg.split('=', 1)[0] ?? arg);
  const unknown =
    options.length === 0 ? names[0] : names.find((name) => name.startsWith('-') && !options.includes(name));
  if (unknown === undefined) return;
  misused(`"${unknown}" is not an option here.`, text);
}

/** Exits with 2, with what is wrong in the command line and the usage. */
export function misused(message: string, text: string): never {
  console.error(`${message}\n\n${text}`);
  process.exit(2);
}
