import type { Transaction } from '../db/database.ts';
import { type Entry, entriesBySlugs, lockEntriesForReading } from '../db/entry.ts';
import { lockThenRead } from '../db/lockThenRead.ts';
import { NotFound } from '../errors.ts';
import type { User } from '../viewer.ts';
import { quoted } from './quoted.ts';
import { namedNamespace } from './require.ts';

/**
 * Finds a template that can be instantiated or rated: in the given namespace, or in the user's own and then in
 * `default`. It is locked until the transaction ends, so that the log records what is done with it before any later change.
 *
 * @throws NotFound if the user has no access to it, or it is disabled
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
    lockEntriesForReading('TEMPLATE', namespaces, slugs),
    entriesBySlugs('TEMPLATE', namespaces, slugs),
  );
  const template = found.find((entry) => entry.namespace === namespaces[0]) ?? found[0];
  if (!template) throw new NotFound(`Template ${quoted(templateId)} not found, or you do not have access to it.`);
  if (template.removedAt) throw new NotFound(`${template.slug} was removed.`);
  if (template.status === 'DISABLED')
    throw new NotFound(`${template.slug} is disabled${template.statusMessage ? `: ${template.statusMessage}` : '.'}`);
  return template;
}
