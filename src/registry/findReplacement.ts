import { isNamespace, isSlug } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import type { LockedEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { queueReplacements, type Replacement, replacementsNamed, replacementsOf } from '../db/replacement.ts';
import { NotFound, RequestError } from '../errors.ts';
import { noun } from './mutationName.ts';
import { quoted } from './quoted.ts';

/**
 * Serializes changes that set a replacement: two at the same time could each miss the one that leads back to it. Call it before
 * any entry is locked.
 */
export async function holdReplacements(tx: Transaction): Promise<void> {
  await tx.run(queueReplacements());
}

/**
 * Finds the entry that is to be used instead of another one of its kind.
 *
 * @param asked its id (in the namespace of the entry, else in `default`), or `namespace/id`
 * @throws NotFound if there is none that the user can see; BAD_USER_INPUT for another form, or the entry itself
 */
export async function findReplacement(
  tx: Transaction,
  kind: Kind,
  entry: LockedEntry,
  asked: string,
): Promise<Replacement> {
  const [slug = '', namespace] = asked.split('/').reverse();
  if (!isSlug(slug) || (namespace !== undefined && !isNamespace(namespace)) || asked.split('/').length > 2)
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`replacedBy\` must be an id such as pr-reviewer, or namespace/id; got ${quoted(asked)}.`,
    );
  const namespaces = namespace === undefined ? [entry.namespace, 'default'] : [namespace];
  const found = await tx.run(replacementsNamed(kind, namespaces, slug));
  const replacement = found.find((each) => each.namespace === namespaces[0]) ?? found[0];
  if (!replacement) throw new NotFound(`${noun[kind]} ${quoted(asked)} not found, or you do not have access to it.`);
  if (replacement.id === entry.id)
    throw new RequestError('BAD_USER_INPUT', `\`replacedBy\` must be another entry than ${quoted(entry.slug)} itself.`);
  return replacement;
}

/** How a replacement leads back to the entry, directly or through others: `default/a → default/b → default/a`. Null if it does not. */
export async function replacementCycle(
  tx: Transaction,
  kind: Kind,
  entry: LockedEntry,
  replacement: Replacement,
): Promise<string | null> {
  const others = await tx.run(replacementsOf(kind, replacement.id));
  const end = others.findIndex(({ id }) => id === entry.id);
  return end === -1 ? null : [entry, replacement, ...others.slice(0, end + 1)].map(nameOf).join(' → ');
}

export const nameOf = ({ namespace, slug }: Pick<Replacement, 'namespace' | 'slug'>): string => `${namespace}/${slug}`;
