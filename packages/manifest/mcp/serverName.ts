/** What the contract allows as the name of a server. */
export const serverNamePattern = /^[A-Za-z0-9@][A-Za-z0-9._@/-]{0,99}$/;

/** A name with spaces and signs, as clients show it: `GitHub (read only)`. */
const shown = /^[A-Za-z0-9@][A-Za-z0-9 ._@/():&+,'#!|-]{0,99}$/;

/** The name that the contract allows for one that a client shows: `github-read-only`; the same when there is none. */
export function normalizeName(name: string): string {
  if (serverNamePattern.test(name) || !shown.test(name)) return name;
  const bare = name
    .toLowerCase()
    .replace(/[^a-z0-9._@/]/g, '-')
    .replace(/-{2,}/g, '-');
  return bare.endsWith('-') ? bare.slice(0, -1) : bare;
}
