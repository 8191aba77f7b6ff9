import { resolve } from 'node:path';
import { currentHost } from './host.ts';

/** A path as it was typed. */
export const typed = (path: string): string => resolve(currentHost().folder, path);
