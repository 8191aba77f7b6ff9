import type { Transaction } from '../db/database.ts';
import { type Entry, entriesBySlugs, holdEntries } from '../db/entry.ts';
import { lockThenRead } from '../db/lockThenRead.ts';
import { NotFound } from '../errors.ts';
import type { User } from '../viewer.ts';
import { quoted } from './quoted.ts';
import { namedNamespace } from './require.ts';

/**
 * A template that can be put to use: in the namespace that is named; else in the user's own, then in `default`. It stays
 * as it is until the transaction ends: what is done with it is in the log before any later change of it.
 *
 * @throws NotFound for one that the user does not see, and for one that is disabled
 */
export async function findTemplate(
  tx: Transaction,
  user: User,
  { templateId, namespace }: { templateId: string; namespace?: string | null },
): Promise<Entry> {
  const named = namedNamespace(namespace);
  const namespaces = named === null ? [...new Set([user.namespace, 'default'])] : [named];
  const slugs = namespaces.map(() => templateId);
  const found = await lockThenRead(
    tx,
    holdEntries('TEMPLATE', namespaces, slugs),
    entriesBySlugs('TEMPLATE', namespaces, slugs),
  );
  const template = found.find((entry) => entry.namespace === namespaces[0]) ?? found[0];
  if (!template) throw new NotFound(`There is no template ${quoted(templateId)} that you can see.`);
  if (template.removedAt) throw new NotFound(`${template.slug} was removed.`);
  if (template.status === 'DISABLED')
    throw new NotFound(`${template.slug} is disabled${template.statusMessage ? `: ${template.statusMessage}` : '.'}`);
  return template;
}
