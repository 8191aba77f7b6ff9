import type { BulkChanged, BulkInput, BulkItemResult } from '../registry/bulkChange.ts';
import { thrownError } from '../registry/bulkError.ts';
import * as operations from '../registry/bulkOperations.ts';
import type { Caller, Services } from '../registry/services.ts';
import type { Context } from './context.ts';

/** The resolver of a bulk mutation. */
const bulk =
  <Input extends BulkInput>(change: (services: Services, caller: Caller, input: Input) => Promise<BulkChanged>) =>
  async (_: unknown, { input }: { input: Input }, context: Context): Promise<BulkPayload> => {
    const { items, dryRunEntries = [] } = await change(context.services, context, input);
    // They cannot be loaded any more.
    for (const entry of dryRunEntries) context.load.entry[entry.kind].byId.clear(entry.id).prime(entry.id, entry);
    return { items };
  };

export const bulkSetStatus = bulk(operations.bulkSetStatus);
export const bulkTag = bulk(operations.bulkTag);
export const bulkArchive = bulk(operations.bulkArchive);
export const bulkSetVisibility = bulk(operations.bulkSetVisibility);

export interface BulkPayload {
  items: BulkItemResult[];
}

/** The item itself. Throws its error. */
export function itemResult(item: BulkItemResult): BulkItemResult {
  if (item.error) throw thrownError(item.error);
  return item;
}

export const itemEntry = ({ kind, entryId }: BulkItemResult, _: unknown, { load }: Context) =>
  entryId === null ? null : load.entry[kind].byId.load(entryId);

/** The feed has numbered the events of the call already. */
export const itemEvent = ({ eventId }: BulkItemResult, _: unknown, { load }: Context) =>
  eventId === null ? null : load.eventById.load(eventId);

export const countOf =
  (what: 'changed' | 'unchanged' | 'refused') =>
  ({ items }: BulkPayload): number =>
    items.filter(({ changed, error }) => (error ? 'refused' : changed ? 'changed' : 'unchanged') === what).length;
