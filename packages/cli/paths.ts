import { resolve } from 'node:path';

/** A path as it was typed: npm runs scripts in the package's folder, and says in INIT_CWD where somebody stood. */
export const typed = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);
