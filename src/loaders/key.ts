/** A key that is equal exactly when its parts are. */
export const encodeKey = (parts: unknown): string => JSON.stringify(parts);
