/** Why a value is not allowed, as the end of a sentence; null when it is. */
export type ValueRule = (value: string) => string | null;

/** The allowed options of a launcher; all others are refused. */
export interface OptionTable {
  /** Without a value; `--flag=true` is also accepted. */
  flags: readonly string[];
  /** With a value: `--name value`, `--name=value`, `-nvalue`. */
  values?: Readonly<Record<string, ValueRule>>;
  /** With a value only behind "=": `--allow-net`, `--allow-net=example.com`. */
  optional?: readonly string[];
  /** Options in `values` after which all arguments belong to the program: Python's `-m`. */
  last?: readonly string[];
}

export interface ArgumentProblem {
  index: number;
  message: string;
}

/** An option as it was given. */
export interface GivenOption {
  name: string;
  value: string | null;
  index: number;
}

export interface ParsedOptions {
  given: GivenOption[];
  problems: ArgumentProblem[];
  /** Index of the first argument that is not an option; `args.length` when there is none. */
  next: number;
}

/**
 * Parses the options before the first other argument, as the launchers do: clustered short options, attached
 * values, `--name=value`, `--`. Stops at an option that is not in the table, since it is unknown whether it takes a value.
 */
export function parseOptions(
  launcher: string,
  args: readonly string[],
  start: number,
  table: OptionTable,
): ParsedOptions {
  const state: ParsedOptions = { given: [], problems: [], next: start };
  while (state.next < args.length) {
    const arg = args[state.next] ?? '';
    if (arg === '--') {
      state.next += 1;
      return state;
    }
    if (arg === '-' || !arg.startsWith('-')) return state;
    const index = state.next;
    state.next += 1;
    const isKnown = arg.startsWith('--')
      ? parseLong(arg, index, args, table, state)
      : parseShort(arg, index, args, table, state);
    if (!isKnown) {
      state.problems.push({ index, message: notAllowed(launcher, arg, table) });
      return state;
    }
    if (state.given.some(({ name }) => table.last?.includes(name))) return state;
  }
  return state;
}

function notAllowed(launcher: string, arg: string, table: OptionTable): string {
  const name = arg.startsWith('--') ? (arg.split('=', 1)[0] ?? arg) : arg;
  const shown = /^[\w=.-]{1,40}$/.test(name) ? `"${name}"` : 'This';
  const allowed = [...table.flags, ...Object.keys(table.values ?? {}), ...(table.optional ?? [])];
  return `${shown} is not allowed for ${launcher}. Allowed options: ${allowed.join(' ')}.`;
}

function parseLong(
  arg: string,
  index: number,
  args: readonly string[],
  table: OptionTable,
  state: ParsedOptions,
): boolean {
  const cut = arg.indexOf('=');
  const name = cut === -1 ? arg : arg.slice(0, cut);
  const attached = cut === -1 ? null : arg.slice(cut + 1);
  if (table.flags.includes(name)) {
    state.given.push({ name, value: attached, index });
    return attached === null || attached === 'true' || attached === 'false';
  }
  if (table.optional?.includes(name)) {
    state.given.push({ name, value: attached, index });
    return true;
  }
  return parseValue(name, attached, index, args, table, state);
}

function parseShort(
  arg: string,
  index: number,
  args: readonly string[],
  table: OptionTable,
  state: ParsedOptions,
): boolean {
  for (let at = 1; at < arg.length; at += 1) {
    const name = `-${arg[at]}`;
    const rest = arg.slice(at + 1);
    if (table.flags.includes(name)) {
      state.given.push({ name, value: null, index });
      if (rest === '=true' || rest === '=false') return true;
    } else if (table.optional?.includes(name)) {
      state.given.push({ name, value: rest.startsWith('=') ? rest.slice(1) : null, index });
      if (rest.startsWith('=')) return true;
    } else {
      const attached = rest.startsWith('=') ? rest.slice(1) : rest;
      return parseValue(name, rest === '' ? null : attached, index, args, table, state);
    }
  }
  return true;
}

function parseValue(
  name: string,
  attached: string | null,
  index: number,
  args: readonly string[],
  { values = {} }: OptionTable,
  state: ParsedOptions,
): boolean {
  const rule = Object.hasOwn(values, name) ? values[name] : undefined;
  if (!rule) return false;
  const at = attached === null ? state.next : index;
  const value = attached ?? args[state.next];
  if (attached === null) state.next += 1;
  if (value === undefined) {
    state.problems.push({ index, message: `"${name}" needs a value.` });
    return true;
  }
  state.given.push({ name, value, index: at });
  const problem = rule(value);
  if (problem !== null) state.problems.push({ index: at, message: `The value of "${name}" ${problem}` });
  return true;
}
