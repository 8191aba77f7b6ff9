import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../node/writeAtomically.ts';

/** The gateway, user and agents of the copy: another scope has another history. */
const Scope = z.strictObject({
  url: z.string(),
  namespace: z.string(),
  role: z.string().nullable(),
  agents: z.union([z.literal('all'), z.array(z.string())]),
});
export type Scope = z.infer<typeof Scope>;

const State = z.strictObject({
  scope: Scope,
  /** The cursor up to which the copy is complete. */
  cursor: z.string(),
  /** The number of that event; 0 before the first event. */
  number: z.number().int().min(0),
});
export type State = z.infer<typeof State>;

export interface StateFile {
  /** Null for a copy that is not complete yet. */
  read(): Promise<State | null>;
  write(state: State): Promise<void>;
}

export function openStateFile(folder: string): StateFile {
  const file = join(folder, 'state.json');
  return {
    async read() {
      try {
        return State.parse(JSON.parse(await readFile(file, 'utf8')));
      } catch {
        return null;
      }
    },
    write: (state) => writeAtomically(file, `${JSON.stringify(state)}\n`),
  };
}

export const isSameScope = (a: Scope, b: Scope): boolean =>
  a.url === b.url &&
  a.namespace === b.namespace &&
  a.role === b.role &&
  JSON.stringify(a.agents) === JSON.stringify(b.agents);
