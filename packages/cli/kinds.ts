import { Argument, InvalidArgumentError, Option } from 'commander';
import { type Kind, kinds } from '../manifest/index.ts';

const kindByName = { agents: 'AGENT', templates: 'TEMPLATE' } as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kindByName;
export const kindNames = Object.keys(kindByName) as KindName[];

export const kindOf = (name: KindName): Kind => kindByName[name];

/** `agents`, `templates`: the folder, the route. */
export const namesOf = { AGENT: 'agents', TEMPLATE: 'templates' } as const satisfies Record<Kind, KindName>;

export type Noun = 'agent' | 'template';

/** `agent`, `template`: one of them. */
export const nounOf = { AGENT: 'agent', TEMPLATE: 'template' } as const satisfies Record<Kind, string>;

/** `agents`, `templates`: what a whole folder holds. One of a kind is understood, too. */
export const oneKind = (required: boolean): Argument =>
  new Argument(required ? '<kind>' : '[kind]', 'agents or templates').argParser(
    (text) => namesOf[kindIn(text, 'agents, templates')],
  );

/** `agent`, `template`: what one entry is. Both numbers are understood. */
export const nounArgument = (): Argument => new Argument('<kind>', 'agent or template').argParser(nounIn);

/** `--kind agent|template`, for ids that both may have. */
export const kindOption = (): Option => new Option('--kind <kind>', 'agent or template').argParser(nounIn);

const nounIn = (text: string): Noun => nounOf[kindIn(text, 'agent, template')];

/** Throws in the words of the command line's library. */
function kindIn(text: string, choices: string): Kind {
  for (const kind of kinds) if (text === nounOf[kind] || text === namesOf[kind]) return kind;
  throw new InvalidArgumentError(`Allowed choices are ${choices}.`);
}

export const kindFrom = (noun: Noun): Kind => (noun === 'agent' ? 'AGENT' : 'TEMPLATE');
