/**
 * The values of these variables as a key. A variable that is omitted has its default value, so that it is different from one that
 * is null.
 */
export const valuesOf = (
  given: Readonly<Record<string, unknown>> | null | undefined,
  names: readonly string[],
): string => JSON.stringify(names.map((name) => (given && Object.hasOwn(given, name) ? [given[name]] : [])));
