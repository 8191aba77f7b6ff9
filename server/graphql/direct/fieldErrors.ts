import type { GraphQLError } from 'graphql';

/** Where a value is in the response, from the inside outwards. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

/** The keys of a path, from the outside inwards. */
export function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

export interface FieldErrors {
  readonly list: readonly GraphQLError[];
  /** @param path of the value that is null because of the error; undefined for the whole response */
  add(error: GraphQLError, path: Path | undefined): void;
}

/** The errors of an execution, without those within values that became null for another one. */
export function createFieldErrors(): FieldErrors {
  const list: GraphQLError[] = [];
  const nulled = new Set<string>();

  return {
    list,
    add(error, path) {
      const keys = path ? keysOf(path) : [];
      const isNulled =
        nulled.has('[]') || keys.some((_, index) => nulled.has(JSON.stringify(keys.slice(0, index + 1))));
      if (isNulled) return;
      nulled.add(JSON.stringify(keys));
      list.push(error);
    },
  };
}
