import { actorNames, actors, type PolicyActor } from '../actors.ts';
import type { Attempts } from '../attempt.ts';
import type { Check } from '../checks.ts';
import { idOf } from '../idOf.ts';
import { entryId, type KindName, versionId } from '../world.ts';

/**
 * What the matrix cannot say: which values, in which order, on whose rows. Each line is tried by everybody, in the order
 * of `actorNames`, the owner last.
 *
 *   yes     it does something
 *   -       it does nothing: there is no such row for this actor
 *   no      no grant, no policy, or a guard: not for this actor (42501)
 *   never   a guard: not for anybody, the owner included (23001)
 *   bad     a constraint: not for anybody, the owner included (23xxx)
 */
export type Line = readonly [what: string, cells: string, how: How];

/** The statements of one transaction: the last one counts. */
export type How = (actor: PolicyActor) => string[];

/** The lines of a table as checks. */
export const attempted = (table: string, lines: readonly Line[]): Check[] =>
  lines.map(([what, cells, how]) => ({
    table,
    name: `${table || 'whoever'}: ${what}`,
    run: async (attempts) => {
      const words = cells.trim().split(/ +/);
      if (words.length !== actorNames.length)
        throw new Error(`There are ${words.length} cells, and not one for each actor.`);
      const found = actorNames.map((name, column) => tryCell(attempts, actors[name], how, words[column] ?? ''));
      return (await Promise.all(found)).flat();
    },
  }));

async function tryCell(attempts: Attempts, actor: PolicyActor, how: How, word: string): Promise<string[]> {
  const outcome = await attempts.attempt(actor, how(actor));
  const found = outcome.result === 'done' ? (outcome.count > 0 ? 'yes' : '-') : words[outcome.result];
  return found === word
    ? []
    : [`${actor.name} (${word}): ${found}${'message' in outcome ? `, ${outcome.message}` : ''}`];
}

const words = { refused: 'no', never: 'never', invalid: 'bad', broken: 'broken' } as const;

/** Statements of another user, then of the actor, in one transaction: at the same time to the last millisecond. */
export const rightAfter = (other: PolicyActor, first: string[], actor: PolicyActor, then: string[]): string[] => [
  become(other),
  ...first,
  become(actor),
  ...then,
];

/** What `beginAs` sets last. */
const sealOf = (begin: PolicyActor['begin']): string => begin?.values[7] ?? '';

function become({ begin }: PolicyActor): string {
  const [, role = 'none', claims = ''] = begin?.values ?? [];
  const seal = sealOf(begin);
  return `select set_config('role', '${role}', true), set_config('request.jwt.claims', '${claims}', true),
    set_config('registry.seal', '${seal}', true)`;
}

/** With the claims of the actor, and not by the registry's own code. */
export const unsealed =
  (how: How): How =>
  (actor) => [`select set_config('registry.seal', '', true)`, ...how(actor)];

/** With a seal that the registry made for the claims of another user. */
export const sealedForAnother =
  (how: How): How =>
  (actor) => {
    const other = publisherOf(actor.own, actor);
    return [`select set_config('registry.seal', '${sealOf(other.begin)}', true)`, ...how(actor)];
  };

/** A publisher of the namespace who is not the actor. */
export const publisherOf = (namespace: string, actor: PolicyActor): PolicyActor => {
  const [publisher, admin] =
    namespace === 'acme' ? [actors.publisher, actors.admin] : [actors.otherPublisher, actors.otherAdmin];
  return actor === publisher ? admin : publisher;
};

/** In the actor's own namespace; in the other tenant's. */
export const inOwn =
  (how: (namespace: string) => string[]): How =>
  ({ own }) =>
    how(own);
export const inOther =
  (how: (namespace: string) => string[]): How =>
  ({ other }) =>
    how(other);

/** Ids, as SQL writes them. */
export const entry = (kind: KindName, namespace: string, slug: string) => `'${entryId(kind, namespace, slug)}'`;
export const version = (kind: KindName, namespace: string, slug: string, number: string) =>
  `'${versionId(kind, namespace, slug, number)}'`;

export const somebodyElse = idOf('user somebody else');
