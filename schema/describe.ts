/** Descriptions of what many fields and types have in common. */

export const inputArgument = 'What to do, and with what.';
export const dryRunField = 'Dry run: do everything, then roll it back.';
export const idempotencyKeyField =
  '8 to 128 of A-Z a-z 0-9 _ . : -. A retry with the same key has one effect and the same answer.';
export const ownNamespaceField = 'Must be your own namespace. Defaults to it.';
export const seenNamespaceField = 'Defaults to your own namespace, then to `default`.';

/** The description of the union of a payload and its errors. */
export const resultOf = (mutation: string) => `What \`${mutation}\` did, or why it was refused.`;
