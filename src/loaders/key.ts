/** A cache key that is equal if and only if its parts are equal. */
export const encodeKey = (parts: unknown): string => JSON.stringify(parts);
