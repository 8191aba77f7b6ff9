import { textIn } from '../base64.ts';
import { RequestError } from '../errors.ts';

/** A UUID in the notation of Postgres, of any version and variant. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The object of a global id: a row by its UUID, or a part that is unique only within that row. */
export interface GlobalId {
  type: string;
  uuid: string;
  /** Name within the row, such as the `stepId` of a plan step. Null for the row itself. */
  part: string | null;
}

/** Parses a global id. Throws BAD_USER_INPUT for anything else, with the name of the argument that has it. */
export function parseGlobalId(id: string, argument = 'id'): GlobalId {
  const [type, uuid, ...part] = (textIn('base64', id) ?? '').split(':');
  if (!type || !uuid || !uuidPattern.test(uuid)) throw invalidId(argument);
  return { type, uuid: uuid.toLowerCase(), part: part.length === 0 ? null : part.join(':') };
}

/** The UUID in the global id of a run step. Null for any other text. A `stepId` cannot look like one, because it has no capitals. */
export const stepUuid = (id: string): string | null =>
  /^RunStep:([0-9a-f-]{36})$/.exec(textIn('base64', id) ?? '')?.[1] ?? null;

export const invalidId = (argument = 'id') =>
  new RequestError('BAD_USER_INPUT', `\`${argument}\` is not a valid global id. Use the \`id\` field of an object.`);
