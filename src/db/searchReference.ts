/** A search query as words, and as a reference with a namespace if it can be one. */
export interface SearchReference {
  /** The query without version suffixes of references. */
  words: string;
  /** Null if the query cannot be a reference with a namespace. */
  place: { namespace: string; words: string } | null;
}

/** A version or a range after an id, as in `code-reviewer@1.0.0`, `code-reviewer@^1.0.0` and `code-reviewer@latest`. */
const version = /(?<=[a-z0-9])@(?:(?:[\^~=v]|[<>]=?)*[\dx*][\w.+*-]*|latest|current)(?=$|[\s,;:.)\]}"'”’])/gi;

/** The path of an entry in a URL of the registry. */
const address = /^https?:\/\/\S*?\/(?:agents?|templates?)\/([^\s?#]+)/i;

/** `namespace/slug`, also after the kind of the entry. */
const reference = /^[@/]?(?:(?:agents?|templates?)\/)?([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][\w.-]*)$/i;

/**
 * Parses references that people paste into a search: with a namespace or a version, or the URL of an entry. Whether the
 * namespace exists is decided in the database, because `ci/cd` looks the same.
 */
export function readReference(query: string): SearchReference {
  const path = address.exec(query)?.[1];
  const words = (path ? slugOf(decoded(path)) : query).replaceAll(version, ' ').trim();
  const found = reference.exec(bare(words));
  return { words, place: found?.[1] && found[2] ? { namespace: found[1].toLowerCase(), words: found[2] } : null };
}

/** The part of `namespace/slug/versions/1.0.0` before the versions. */
function slugOf(path: string): string {
  const parts = path.split('/');
  const end = parts.findIndex((part, index) => index > 0 && (part === 'versions' || part === 'files' || part === ''));
  return parts.slice(0, end === -1 ? undefined : end).join('/');
}

const opening = /[\s"'“‘(<[]/;
const closing = /[\s"'”’)>\],;:.!?/]/;

/** The text without surrounding quotes, brackets and punctuation. */
function bare(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && opening.test(text.charAt(start))) start += 1;
  while (end > start && closing.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
