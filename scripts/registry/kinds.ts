import { fileURLToPath } from 'node:url';
import { Argument, Option } from 'commander';
import type { Kind } from '../../packages/shared/manifest/index.ts';

const kinds = { agents: 'AGENT', templates: 'TEMPLATE' } as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];

export const kindOf = (name: KindName): Kind => kinds[name];

/** `agents`, `templates`: the folder, the route. */
export const namesOf = { AGENT: 'agents', TEMPLATE: 'templates' } as const satisfies Record<Kind, KindName>;

/** `agent`, `template`: one of them. */
export const nounOf = { AGENT: 'agent', TEMPLATE: 'template' } as const satisfies Record<Kind, string>;

export const oneKind = (required: boolean): Argument =>
  new Argument(required ? '<kind>' : '[kind]', 'agents or templates').choices(kindNames);

/** `--kind agent|template`, for ids that both may have. */
export const kindOption = (): Option => new Option('--kind <kind>', 'agent or template').choices(['agent', 'template']);

export const kindFrom = (noun: 'agent' | 'template'): Kind => (noun === 'agent' ? 'AGENT' : 'TEMPLATE');

/** Where the definitions of this repository are. */
export const homeOf = (kind: Kind): string =>
  fileURLToPath(new URL(`../../packages/shared/${namesOf[kind]}`, import.meta.url));
