import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLock } from '../../packages/manifest/index.ts';
import { schema } from '../../schema/index.ts';
import type { Database } from '../../src/db/database.ts';

import { RequestError } from '../../src/errors.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { type KeyedPlace, keyedPlaces, requiredInput, withValue } from '../support/keyedMutations.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const uuid = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const idOf = (type: string, digit: string) => Buffer.from(`${type}:${uuid(digit)}`).toString('base64');
const day = (number: number) => `2026-01-0${number}T00:00:00.000Z`;

const agentOf = (description: string) => agent({ description, entryPrompt: undefined }).manifest;
const lockOf = (environment: string) =>
  createLock({ environment, template: lockedTemplate, agents: [], templates: [] });
const lockedTemplate = {
  namespace: 'default',
  slug: 'alpha',
  version: '1.0.0',
  digest: 'a'.repeat(64),
  digestRule: 2,
  files: [],
};

let cursor = '';

/** Two values of a place, by its path, else by its end. A function is called when the registry is open. The first is that of a required place. */
const pairs: [place: RegExp, one: unknown, other: unknown][] = [
  [/Agent manifest$/, agentOf('One.'), agentOf('Another one.')],
  [/Template manifest$/, template().manifest, template({ description: 'Another one.' }).manifest],
  [/importVersions entry.status$/, 'ACTIVE', 'DEPRECATED'],
  [/importVersions versions.status$/, 'ACTIVE', 'ARCHIVED'],
  [/reportRun status$/, 'RUNNING', 'SUCCEEDED'],
  [/updateWebhook status$/, 'ACTIVE', 'PAUSED'],
  [/Status status$/, 'DEPRECATED', 'DISABLED'],
  [/(visibility)$/i, 'PUBLIC', 'PRIVATE'],
  [/ompatibility( policy| compatibility)?$/, 'WARN', 'STRICT'],
  [/kind$/, 'AGENT', 'TEMPLATE'],
  [/mode$/, 'ALL', 'EACH'],
  [/encoding$/, 'UTF8', 'BASE64'],
  [/onRegression$/, 'PROPOSE', 'ROLL_BACK'],
  [/from$/, 'START', 'FAILED'],
  [/resolutions.path$/, 'alpha', 'beta'],
  [/resolutions.take$/, 'MINE', 'THEIRS'],
  [/reset$/, 'TAGS', 'CATEGORY'],
  [/actions$/, 'PUBLISHED', 'RATED'],
  [/types$/, 'agent.added', 'agent.updated'],
  [/runId$/, idOf('Run', '1'), idOf('Run', '2')],
  [/deliveryId$/, idOf('WebhookDelivery', '1'), idOf('WebhookDelivery', '2')],
  [/Webhook(Secret)? id$/, idOf('Webhook', '1'), idOf('Webhook', '2')],
  [/Comment id$/, idOf('RatingComment', '1'), idOf('RatingComment', '2')],
  [/entryId$/, idOf('Agent', '1'), idOf('Agent', '2')],
  [/publishedBy$/, uuid('1'), uuid('2')],
  [/commitSha$/, 'a'.repeat(40), 'b'.repeat(40)],
  [/digest$/, 'a'.repeat(64), 'b'.repeat(64)],
  [/claim$/, 'a'.repeat(64), 'b'.repeat(64)],
  [/acknowledge$/, 'a'.repeat(16), 'b'.repeat(16)],
  [/digestRule$/, 2, 1],
  [/(At)$/, day(1), day(2)],
  [/after$/, '0', () => cursor],
  [/url$/, 'https://one.example/hook', 'https://two.example/hook'],
  [/lock$/, lockOf('alpha'), lockOf('beta')],
  [
    /(isPrivate|featured|retry|mayInstantiate|draft|allVersions|allChannels|requireTests|allowUnresolved)$/,
    true,
    false,
  ],
  [/(variables|outputs)$/, { one: 1 }, { other: 1 }],
  [/(ersion|[^A]versions)$/, '1.0.0', '1.1.0'],
  [/minSuccessRate$/, 0.5, 0.75],
  [/(olderThanHours|overlapHours)$/, 30, 48],
  [/(rating|first)$/, 2, 3],
  [/(Seconds|Tokens|Hours|minRuns|maxTokensPerRun|maxP95DurationMs)$/, 20, 30],
  [/files.path$/, 'assets/one.md', 'assets/two.md'],
  [/files.content$/, 'YWJj', 'YWJk'],
  [/sharedWith$/, 'globex', 'initech'],
  [/(id|Id|Ids|name|channel|worker|namespace|environment|code|tags|add|remove|replacedBy|category)$/, 'alpha', 'beta'],
  [/(reason|message|statusMessage|comment|description)$/i, 'The first text.', 'The second text.'],
];

const importedEntry = {
  ...{ createdAt: day(1), updatedAt: day(1), status: 'DEPRECATED', visibility: 'PUBLIC', compatibility: 'WARN' },
};

/** What the base of a place has besides what is required. */
const besides: [place: RegExp, input: object][] = [
  [/^instantiateTemplate (?!templateId|lock)/, { templateId: 'alpha' }],
  [/^replayWebhook id/, { after: '0' }],
  [/^updateWebhook id/, { description: 'x' }],
  [/^update\w+Listing (?!tags|category|description|reset)/, { tags: ['x'] }],
  [/^bulkTag (?!add|remove)/, { add: ['x'] }],
  [/^reportRun (outputs|usage)/, { status: 'SUCCEEDED', stepId: 'first' }],
  [/^reportRun (error|retry)/, { status: 'FAILED', stepId: 'first' }],
  [/^reportRun leaseSeconds/, { stepId: 'first', claim: 'c'.repeat(64) }],
  [/^reportRun/, { stepId: 'first' }],
  [/^importVersions entry.replacedBy/, { entry: importedEntry }],
  [/^importVersions entry.channels.gate/, { kind: 'TEMPLATE' }],
];

/** Places without two values that reach the key, and why. */
const refusedBefore: [place: RegExp, why: string][] = [
  [/^(?!rate|instantiate|decline)\w+ namespace$/, 'Only the namespace of the token is accepted.'],
  [/^importVersions versions\.files\./, 'Files must have the digest that is given beside them.'],
  [/^setAgentChannel gate\.requireTests$/, 'Only templates have tests.'],
];

class Reached extends RequestError {
  constructor() {
    super('CONFLICT', 'The idempotency key was about to be taken.');
  }
}

describe.skipIf(!hasEngine)('an idempotency key', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let hash: string | undefined;

  /** The database, up to the statement that takes a key: its hash of the input is kept, and the write ends. */
  const untilKey = (db: Database): Database => ({
    ...db,
    transact: (viewer, work) =>
      db.transact(viewer, (tx) =>
        work({
          run(query) {
            if (!query.sql.startsWith('insert into "idempotency_keys"')) return tx.run(query);
            hash = query.parameters.find((each) => /^[0-9a-f]{64}$/.test(String(each))) as string;
            throw new Reached();
          },
        }),
      ),
  });

  beforeAll(async () => {
    registry = await openRegistry((services) => ({ services: { ...services, db: untilKey(services.db) } }));
    admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent() });
    const { data } = await admin.ask('{ registryEvents(first: 1) { pageInfo { endCursor } } }');
    cursor = data.registryEvents.pageInfo.endCursor;
  });
  afterAll(() => registry?.close());

  const pairOf = (mutation: string, path: readonly string[]) =>
    pairs.find(([place]) => place.test(`${mutation} ${path.join('.')}`));
  const firstValue = (mutation: string) => (path: readonly string[]) => pairOf(mutation, path)?.[1];

  async function hashOf(place: KeyedPlace, input: object): Promise<string> {
    hash = undefined;
    const answer = await admin.ask(place.query, { input: { ...input, idempotencyKey: 'one-key-for-all' } });
    return hash ?? JSON.stringify(answer);
  }

  const places = keyedPlaces(schema)
    .map((place) => ({ ...place, at: place.path.join('.') }))
    .filter(({ mutation, at }) => !refusedBefore.some(([place]) => place.test(`${mutation} ${at}`)));

  it.each(places)('of $mutation binds $at', async (place) => {
    const name = `${place.mutation} ${place.path.join('.')}`;
    const pair = pairOf(place.mutation, place.path);
    if (!pair) throw new Error('Give it two values.');
    const more = besides.find(([each]) => each.test(name))?.[1] ?? {};
    const base = { ...requiredInput(schema, place.mutation, firstValue(place.mutation)), ...more };
    const input = (value: unknown) => {
      const given = typeof value === 'function' ? value() : value;
      return withValue(schema, place, base, given, firstValue(place.mutation));
    };
    const [one, other] = [await hashOf(place, input(pair[1])), await hashOf(place, input(pair[2]))];
    const sha256 = /^[0-9a-f]{64}$/;
    expect([one, other]).toEqual([expect.stringMatching(sha256), expect.stringMatching(sha256)]);
    expect(one).not.toBe(other);
  });
});
