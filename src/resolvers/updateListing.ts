import type { Entry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { type ListingField, listingFields, listingKey } from '../registry/listingInput.ts';
import { type UpdateListingInput, updateListing as updateEntryListing } from '../registry/updateListing.ts';
import type { Context } from './context.ts';
import { primeDryRun } from './publish.ts';

export const updateListing =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: UpdateListingInput }, context: Context) => {
    const done = await updateEntryListing(context.services, context, kind, input);
    primeDryRun(kind, done, context);
    return { ...done, kind };
  };

export type UpdateListingPayload = Awaited<ReturnType<ReturnType<typeof updateListing>>>;

/** What is listed apart from the versions of an entry. */
export const listingOverrides = ({ listing }: Entry): ListingField[] =>
  listingFields.filter((field) => listingKey[field] in listing);
