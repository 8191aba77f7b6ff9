import { Argument, InvalidArgumentError, Option } from 'commander';
import { type Kind, kinds } from '../manifest/index.ts';

const kindByName = { agents: 'AGENT', templates: 'TEMPLATE' } as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kindByName;
export const kindNames = Object.keys(kindByName) as KindName[];

export const kindOf = (name: KindName): Kind => kindByName[name];

/** `agents`, `templates`: the name of a folder or route. */
export const namesOf = { AGENT: 'agents', TEMPLATE: 'templates' } as const satisfies Record<Kind, KindName>;

export type Noun = 'agent' | 'template';

/** `agent`, `template`: the singular. */
export const nounOf = { AGENT: 'agent', TEMPLATE: 'template' } as const satisfies Record<Kind, string>;

/** `agents` or `templates`. The singular is also accepted. */
export const oneKind = (required: boolean): Argument =>
  new Argument(required ? '<kind>' : '[kind]', 'agents or templates').argParser(
    (text) => namesOf[kindIn(text, 'agents, templates')],
  );

/** `agent` or `template`. The plural is also accepted. */
export const nounArgument = (): Argument => new Argument('<kind>', 'agent or template').argParser(nounIn);

/** `--kind agent|template`, for an id that both an agent and a template have. */
export const kindOption = (): Option => new Option('--kind <kind>', 'agent or template').argParser(nounIn);

const nounIn = (text: string): Noun => nounOf[kindIn(text, 'agent, template')];

/** Throws an error with commander's wording. */
function kindIn(text: string, choices: string): Kind {
  for (const kind of kinds) if (text === nounOf[kind] || text === namesOf[kind]) return kind;
  throw new InvalidArgumentError(`Allowed choices are ${choices}.`);
}

export const kindFrom = (noun: Noun): Kind => (noun === 'agent' ? 'AGENT' : 'TEMPLATE');
