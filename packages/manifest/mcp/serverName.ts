/** The name of a server in the contract. */
export const serverNamePattern = /^[A-Za-z0-9@][A-Za-z0-9._@/-]{0,99}$/;

/** A name with spaces and signs, as clients show it: `GitHub (read only)`. */
const displayName = /^[A-Za-z0-9@][A-Za-z0-9 ._@/():&+,'#!|-]{0,99}$/;

/** A client's display name as a server name: `github-read-only`; unchanged when that is not possible. */
export function normalizeName(name: string): string {
  if (serverNamePattern.test(name) || !displayName.test(name)) return name;
  const bare = name
    .toLowerCase()
    .replace(/[^a-z0-9._@/]/g, '-')
    .replace(/-{2,}/g, '-');
  return bare.endsWith('-') ? bare.slice(0, -1) : bare;
}
