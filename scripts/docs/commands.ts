import type { Command, Option } from 'commander';
import { parse } from 'shell-quote';
import type { Page, Piece, Problem } from './page.ts';

/** What commands can name: the scripts of package.json, and the CLI. */
export interface Programs {
  scripts: Readonly<Record<string, string>>;
  cli: Command;
  /** The source of a script and what is beside it, where its options are written. */
  sourceOf(file: string): string;
  /** Every `--option` of the source. */
  options: ReadonlySet<string>;
}

/**
 * Every `npm run` names a script, every command of the CLI exists, and each has the options that are used. A lone
 * option occurs in the source.
 */
export function checkCommands(page: Page, programs: Programs): Problem[] {
  const lines = [
    ...page.codes,
    ...page.fences
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text, line }) =>
        text
          .replaceAll('\\\n', '  ')
          .split('\n')
          .map((each, at) => ({ text: each, line: line + at })),
      ),
  ];
  const wrong = lines.flatMap((piece) =>
    callsIn(piece).flatMap((words) => problemsOf(words, programs).map((message) => ({ line: piece.line, message }))),
  );
  const alone = page.codes.filter(({ text }) => /^--[a-z][a-z-]+$/.test(text) && !programs.options.has(text));
  return [...wrong, ...alone.map(({ text, line }) => ({ line, message: `No program has the option ${text}.` }))];
}

/** The known commands of a line, each as its words. Comments, operators and redirections end a command. */
function callsIn({ text }: Piece): string[][] {
  if (!/\bnpm |\bregistry /.test(text)) return [];
  const calls: string[][] = [[]];
  const plain = text
    .replace(/<([\w@[\]-]+)>/g, '$1')
    .replaceAll('…', '...')
    .replaceAll('${', '$\\{');
  for (const token of parse(plain, (name) => `$${name}`)) {
    if (typeof token === 'string') calls.at(-1)?.push(token);
    else if ('pattern' in token) calls.at(-1)?.push(token.pattern);
    else calls.push([]);
  }
  return calls.flatMap((words) => {
    const [first] = words.filter((word) => !/^[A-Z_]+=/.test(word));
    if (first === 'registry') return [words.slice(words.indexOf('registry'))];
    const npm = words.indexOf('npm');
    return npm < 0 ? [] : [words.slice(npm + 1)];
  });
}

const lifecycle = ['start', 'test'];
const ofNpm = ['ci', 'install', 'exec', 'view', 'pack', 'init', 'create', 'query', 'ls'];

function problemsOf(words: string[], programs: Programs): string[] {
  if (words[0] === 'registry')
    return problemsOfCli(
      words.slice(1).filter((word) => word !== '--'),
      programs.cli,
    );
  const named = words.filter((word) => !word.startsWith('-'));
  const verb = named[0] ?? '';
  if (verb === '' || ofNpm.includes(verb)) return [];
  const script = verb === 'run' ? named[1] : verb;
  if (script === undefined || script === '...' || (verb !== 'run' && !lifecycle.includes(verb))) return [];
  const command = programs.scripts[script];
  if (command === undefined) return [`package.json does not have a script "${script}".`];
  const args = words.slice(words.indexOf(script) + 1);
  const given = args.filter((word) => word !== '--');
  const [, file, rest = ''] = /^node (\S+)(.*)$/.exec(command) ?? [];
  if (script.startsWith('registry') || script.startsWith('validate')) {
    const added = script.startsWith('validate:') ? ['validate', script.slice('validate:'.length)] : rest.split(' ');
    return problemsOfCli([...added.filter(Boolean), ...given], programs.cli);
  }
  if (file === undefined) return [];
  const text = programs.sourceOf(file);
  return optionsOf(given)
    .filter((option) => option !== '--help')
    .filter((option) => option.startsWith('--') && !text.includes(option) && !text.includes(`'${option.slice(2)}'`))
    .filter((option) => !/vitest/.test(text) || !['--project', '--coverage'].includes(option))
    .map((option) => `\`npm run ${script}\` does not have the option ${option}.`);
}

/** The words of a command of the CLI, against commander's own description of it. */
function problemsOfCli(words: string[], cli: Command): string[] {
  let command = cli;
  for (const word of words.filter((each) => !each.startsWith('-'))) {
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (!next) break;
    command = next;
  }
  const [first] = words;
  if (first === undefined || first === 'help' || first === 'command') return [];
  if (command === cli && !first.startsWith('-')) return [`The CLI does not have a command "${first}".`];
  const known = [...optionsAbove(command), '--help', '-h', '--version'];
  return optionsOf(words)
    .filter((option) => !known.includes(option))
    .map((option) => `\`registry ${command === cli ? '' : command.name()}\` does not have the option ${option}.`);
}

const optionsAbove = (command: Command): string[] => [
  ...command.options.flatMap(namesOf),
  ...(command.parent ? optionsAbove(command.parent) : []),
];
const namesOf = ({ long, short }: Option): string[] => [long, short].flatMap((name) => name ?? []);
const optionsOf = (words: string[]): string[] =>
  words.filter((word) => /^--?[a-z]/i.test(word)).map((word) => word.split('=', 1)[0] ?? word);
