import { isOneLine } from '../../packages/manifest/contract/fields.ts';
import { uniqueTags } from '../../packages/manifest/index.ts';
import type { EntryListing } from '../db/entry.ts';
import { RequestError } from '../errors.ts';
import { requireText } from './require.ts';

export const listingFields = ['TAGS', 'CATEGORY', 'DESCRIPTION'] as const;
export type ListingField = (typeof listingFields)[number];

export const listingKey = { TAGS: 'tags', CATEGORY: 'category', DESCRIPTION: 'description' } as const satisfies Record<
  ListingField,
  keyof EntryListing
>;

/** The limits of a definition apply to what is set apart from it, too. */
export const maxTags = 20;
const maxLineLength = 40;
const maxDescriptionLength = 2_000;

export interface ListingValues {
  tags?: readonly string[] | null;
  /** A blank string for no category. */
  category?: string | null;
  description?: string | null;
  /** What comes from the current version again. */
  reset?: readonly ListingField[] | null;
}

/**
 * The values of a listing that are set.
 *
 * @throws BAD_USER_INPUT for values that a definition could not have, contradictory input, and none at all
 */
export function requireListing({ reset, ...values }: ListingValues): EntryListing {
  const listing = listingValues(values);
  const both = (reset ?? []).find((field) => listingKey[field] in listing);
  if (both !== undefined)
    throw new RequestError('BAD_USER_INPUT', `Send either \`${listingKey[both]}\` or ${both} in \`reset\`, not both.`);
  if (Object.keys(listing).length === 0 && (reset ?? []).length === 0)
    throw new RequestError('BAD_USER_INPUT', 'Send `tags`, `category` or `description`, or `reset`.');
  return listing;
}

/** The values that are given. Throws BAD_USER_INPUT for those that a definition could not have. */
export function listingValues({ tags, category, description }: Omit<ListingValues, 'reset'>): EntryListing {
  return {
    ...(tags ? { tags: requireTags('tags', tags, maxTags) } : {}),
    ...(typeof category === 'string' ? { category: category === '' ? null : requireLine('category', category) } : {}),
    ...(typeof description === 'string'
      ? { description: requireText('description', description, maxDescriptionLength) }
      : {}),
  };
}

/** Tags as the entry shows them. Throws BAD_USER_INPUT, naming the tag by its index. */
export function requireTags(name: string, tags: readonly string[], max: number): string[] {
  if (tags.length > max) throw new RequestError('BAD_USER_INPUT', `\`${name}\` must contain at most ${max} tags.`);
  for (const [index, tag] of tags.entries()) requireLine(`${name}[${index}]`, tag);
  return uniqueTags(tags);
}

function requireLine(name: string, value: string): string {
  if (isOneLine(value)) return requireText(name, value, maxLineLength);
  throw new RequestError('BAD_USER_INPUT', `\`${name}\` must be one line without spaces at its ends.`);
}
