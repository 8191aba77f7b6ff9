/** Descriptions that several fields and types share. */

export const inputArgument = 'The input of the mutation.';
export const dryRunField = 'Dry run: do everything, then roll it back. Defaults to false.';
export const idempotencyKeyField =
  'A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer.';
export const ownNamespaceField = 'Namespace of the entry. Must be your own namespace, which is the default.';
export const seenNamespaceField = 'Namespace of the entry. Defaults to your own namespace, then to `default`.';

/** The description of the union of a payload and its errors. */
export const resultOf = (mutation: string) =>
  `Result of \`${mutation}\`: its payload, or the error for which it was refused.`;

export const entryIdField = 'The agentId or templateId.';
export const exactVersionField = 'Exact version number, such as 1.2.0.';
export const versionOrChannelField = 'Exact version number such as 1.2.0, or the name of a channel such as stable.';
export const expectedCurrentVersionField = 'Fail unless this is the current version.';
export const payloadEventField = 'Event that records the change. Null for a dry run, and when nothing changed.';
export const currentVersionField = 'Version used when none is given. Null if no version has been published.';
export const expectedUpdatedAtField = 'Fail if the entry was changed since: its `updatedAt` as you read it.';
