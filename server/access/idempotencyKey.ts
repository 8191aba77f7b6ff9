/**
 * The key in the `Idempotency-Key` header: plain, or as the quoted string of the draft
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header).
 */
export const keyInHeader = (header: string): string => /^"(.*)"$/.exec(header)?.[1] ?? header;
