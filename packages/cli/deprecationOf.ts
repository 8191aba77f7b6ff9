import type { DeprecationFragment } from '../client/index.ts';
import { deprecationText } from '../manifest/index.ts';
import { clean } from './terminal.ts';

/** What to print of an entry that is deprecated, without control characters. Null for one that is not. */
export function deprecationOf(
  noun: string,
  id: string,
  { status, statusMessage, replacedBy }: DeprecationFragment,
): string | null {
  if (status !== 'DEPRECATED') return null;
  const replacement = replacedBy && `${replacedBy.namespace}/${replacedBy.slug}`;
  return clean(deprecationText(noun, id, statusMessage ?? null, replacement ?? null));
}
