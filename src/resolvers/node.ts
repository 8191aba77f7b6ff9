import { RequestError } from '../errors.ts';
import type { Context } from './context.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** By global id: what the viewer may not see is null, like what is not there. */
export function node(_: unknown, { id }: { id: string }, context: Context) {
  const [type, key] = parts(id);
  return loaderOf(type, context).load(key);
}

const mostNodes = 100;

export function nodes(_: unknown, { ids }: { ids: readonly string[] }, context: Context) {
  if (ids.length > mostNodes) throw new RequestError('BAD_USER_INPUT', `Ask for at most ${mostNodes} nodes at once.`);
  return Promise.all(ids.map((id) => node(_, { id }, context)));
}

/** A run by its global id, or by the plain uuid of it. */
export function run(_: unknown, { id }: { id: string }, { load }: Context) {
  const key = runKey(id);
  return key === null ? null : load.runById.load(key);
}

/** The key of a run by its global id, or by the plain uuid of it; null for the id of something else. */
export function runKey(id: string): string | null {
  if (uuid.test(id)) return id.toLowerCase();
  const [type, key] = parts(id);
  return type === 'Run' ? key : null;
}

function parts(id: string): [type: string, key: string] {
  const [type, key, ...more] = Buffer.from(id, 'base64').toString('utf8').split(':');
  if (type && key && more.length === 0 && uuid.test(key)) return [type, key.toLowerCase()];
  throw new RequestError('BAD_USER_INPUT', '`id` is not a global id: use the `id` of an object that you were given.');
}

function loaderOf(type: string, { load }: Context): { load(key: string): Promise<object | null> } {
  switch (type) {
    case 'Agent':
      return load.entry.AGENT.byId;
    case 'Template':
      return load.entry.TEMPLATE.byId;
    case 'AgentVersion':
      return load.version.AGENT.byId;
    case 'TemplateVersion':
      return load.version.TEMPLATE.byId;
    case 'Run':
      return load.runById;
    default:
      throw new RequestError(
        'BAD_USER_INPUT',
        '`id` is not a global id: use the `id` of an object that you were given.',
      );
  }
}
