import { RequestError } from '../errors.ts';
import { skills } from './agent.ts';
import type { Context } from './context.ts';
import { type GlobalId, invalidId, parseGlobalId, uuidPattern } from './globalId.ts';
import { entryById, versionById } from './notRemoved.ts';
import { defaultPlan } from './template.ts';

type Found = Promise<object | null>;

/** Finds an object by its global id. Null if it does not exist or the viewer has no access to it. */
export function node(_: unknown, { id }: { id: string }, context: Context): Found {
  if (uuidPattern.test(id)) return nodeByUuid(id.toLowerCase(), context);
  const globalId = parseGlobalId(id);
  const find = finders[globalId.type];
  if (!find) throw invalidId();
  return find(globalId, context);
}

const maxNodes = 100;

/** Null at the position of an id that is not found; null with an error for a malformed id. */
export function nodes(_: unknown, { ids }: { ids: readonly string[] }, context: Context) {
  if (ids.length > maxNodes) throw new RequestError('BAD_USER_INPUT', `\`ids\` must contain at most ${maxNodes} ids.`);
  return ids.map(async (id) => node(_, { id }, context));
}

/** Finds a run by its global id or its plain UUID. */
export function run(_: unknown, { id }: { id: string }, { load }: Context) {
  const key = runKey(id);
  return key === null ? null : load.runById.load(key);
}

/** The UUID of a run from its global id or its plain UUID. Null for the id of another object. */
export const runKey = (id: string, argument?: string): string | null => keyOf('Run', id, argument);

/** The same for an object of another type. An invalid id is refused with the name of its argument. */
export function keyOf(name: string, id: string, argument?: string): string | null {
  if (uuidPattern.test(id)) return id.toLowerCase();
  const { type, uuid, part } = parseGlobalId(id, argument);
  return type === name && part === null ? uuid : null;
}

/** Finds something by the UUID of a global id. */
const byUuid =
  (find: (uuid: string, context: Context) => Found) =>
  ({ uuid, part }: GlobalId, context: Context): Found => {
    if (part !== null) throw invalidId();
    return find(uuid, context);
  };

const finders: Readonly<Record<string, (id: GlobalId, context: Context) => Found>> = {
  __proto__: null as never,
  Agent: byUuid((uuid, context) => entryById('AGENT', uuid, context)),
  Template: byUuid((uuid, context) => entryById('TEMPLATE', uuid, context)),
  AgentVersion: byUuid((uuid, context) => versionById('AGENT', uuid, context)),
  TemplateVersion: byUuid((uuid, context) => versionById('TEMPLATE', uuid, context)),
  RegistryEvent: byUuid((uuid, { load }) => load.eventById.load(uuid)),
  ValidationReport: byUuid((uuid, { load }) => load.reportById.load(uuid)),
  RatingComment: byUuid((uuid, { load }) => load.commentById.load(uuid)),
  UsageRecord: byUuid((uuid, { load }) => load.usageRecordById.load(uuid)),
  Run: byUuid((uuid, { load }) => load.runById.load(uuid)),
  RunStep: byUuid((uuid, { load }) => load.stepById.load(uuid)),
  Webhook: byUuid((uuid, { load }) => load.webhookById.load(uuid)),
  WebhookDelivery: byUuid((uuid, { load }) => load.deliveryById.load(uuid)),

  async Skill({ uuid, part }, context) {
    if (part === null) throw invalidId();
    const version = await versionById('AGENT', uuid, context);
    return version && ((await skills(version, null, context)).find(({ id }) => id === part) ?? null);
  },

  async PlanStep({ uuid, part }, context) {
    if (part === null) throw invalidId();
    const version = await versionById('TEMPLATE', uuid, context);
    return version && ((await defaultPlan(version, null, context)).steps.find(({ id }) => id === part) ?? null);
  },
};

/** Earlier versions exposed plain UUIDs of events, reports and runs; clients that stored one can still use it. */
async function nodeByUuid(uuid: string, { load }: Context): Found {
  const found = await Promise.all([load.eventById.load(uuid), load.reportById.load(uuid), load.runById.load(uuid)]);
  return found.find((each) => each !== null) ?? null;
}
