import { RequestError } from '../errors.ts';

/** A uuid as Postgres writes it, of any version and variant. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a global id names: a row by its uuid, or something that is unique only within that row. */
export interface GlobalId {
  type: string;
  uuid: string;
  /** A name within the row, such as the `stepId` of a plan's step; null for the row itself. */
  part: string | null;
}

/** Reads a global id. Throws BAD_USER_INPUT for anything else. */
export function parseGlobalId(id: string): GlobalId {
  const [type, uuid, ...part] = Buffer.from(id, 'base64').toString('utf8').split(':');
  if (!type || !uuid || !uuidPattern.test(uuid)) throw invalidId();
  return { type, uuid: uuid.toLowerCase(), part: part.length === 0 ? null : part.join(':') };
}

/** The uuid in the global id of a run's step; null for any other text. Names in a plan have no capitals, so none is one. */
export const stepUuid = (id: string): string | null =>
  /^RunStep:([0-9a-f-]{36})$/.exec(Buffer.from(id, 'base64').toString('utf8'))?.[1] ?? null;

export const invalidId = () =>
  new RequestError('BAD_USER_INPUT', '`id` is not a global id: use the `id` of an object that you were given.');
