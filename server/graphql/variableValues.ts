/** The values of these variables as a key. An omitted variable takes its default, so its key differs from that of null. */
export const valuesOf = (
  given: Readonly<Record<string, unknown>> | null | undefined,
  names: readonly string[],
): string => JSON.stringify(names.map((name) => (given && Object.hasOwn(given, name) ? [given[name]] : [])));
