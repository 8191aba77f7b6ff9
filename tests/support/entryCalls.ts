import type { Actor } from './actor.ts';
import { template } from './definitions.ts';
import type { TestRegistry } from './registry.ts';
import { applyToEntry, type EntryCall, type EntryOutcome, type EntryState } from './serialEntry.ts';

/** One call on a template, its result, and the id of its event in the log. */
export interface CalledEntry {
  call: EntryCall;
  correlationId: string;
  answer: string;
}

const plain = '__typename ... on Error { code message }';
const result = `${plain} ... on StaleVersion { actual }`;
const change = (mutation: string, input: string) =>
  `mutation ($input: ${input}!) { ${mutation}(input: $input) { ${plain}
    ... on ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Payload { event { id } } } }`;
const mutations = {
  publish: `mutation ($input: PublishTemplateInput!) { publishTemplate(input: $input) { ${plain}
    ... on PublishTemplatePayload { created event { id } } } }`,
  promote: `mutation ($input: PromoteInput!) { promoteTemplate(input: $input) { ${result}
    ... on PublishTemplatePayload { created event { id } } } }`,
  rollback: `mutation ($input: RollbackInput!) { rollbackTemplate(input: $input) { ${result}
    ... on RollbackTemplatePayload { event { id } } } }`,
  setStatus: change('setTemplateStatus', 'SetStatusInput'),
  bulkSetStatus: `mutation ($input: BulkSetStatusInput!) { bulkSetStatus(input: $input) { ${plain}
    ... on BulkPayload { changedCount } } }`,
  setVisibility: change('setTemplateVisibility', 'SetVisibilityInput'),
  archive: change('archiveTemplateVersion', 'ArchiveVersionInput'),
  unarchive: change('unarchiveTemplateVersion', 'UnarchiveVersionInput'),
  discard: change('discardTemplateDraft', 'DiscardDraftInput'),
  setChannel: change('setTemplateChannel', 'SetChannelInput'),
  removeChannel: change('removeTemplateChannel', 'RemoveChannelInput'),
  remove: change('removeTemplate', 'RemoveEntryInput'),
  rate: `mutation ($input: RateTemplateInput!) { rateTemplate(input: $input) { ${plain}
    ... on RateTemplatePayload { event { id } } } }`,
  instantiate: `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { ${plain}
    ... on InstantiateTemplatePayload { run { templateVersion { version } } } } }`,
};

function inputOf(id: string, call: EntryCall): object {
  switch (call.do) {
    case 'publish': {
      const { version, content: description } = call;
      // Without a visibility, which would change that of the entry.
      const { manifest, files } = template({ templateId: id, version, description, visibility: undefined });
      return { manifest, files, draft: call.draft ?? false };
    }
    case 'promote':
      return { id, version: call.version, expectedCurrentVersion: call.expected };
    case 'rollback':
      return { id, toVersion: call.to, expectedCurrentVersion: call.expected, reason: 'It fails.' };
    case 'setStatus':
      return call.inBulk ? { items: [{ kind: 'TEMPLATE', id }], status: call.status } : { id, status: call.status };
    case 'setVisibility':
      return { id, visibility: call.visibility };
    case 'archive':
    case 'unarchive':
    case 'discard':
      return { id, version: call.version, reason: 'It is tidied up.' };
    case 'setChannel':
      return { id, channel: call.channel, version: call.version, reason: 'It is ready.' };
    case 'removeChannel':
      return { id, channel: call.channel, reason: 'It is not used.' };
    case 'remove':
      return { id, reason: 'It has a secret.' };
    case 'rate':
      return { templateId: id, rating: call.stars };
    case 'instantiate':
      return { templateId: id, variables: { change: 'x' } };
  }
}

/** Executes the call as `actor`; returns the result in the terms of the model. */
export async function callEntry(
  actor: Actor,
  id: string,
  call: EntryCall,
  correlationId: string,
): Promise<CalledEntry> {
  const variables = { input: inputOf(id, call) };
  const mutation = call.do === 'setStatus' && call.inBulk ? mutations.bulkSetStatus : mutations[call.do];
  const { data, errors } = await actor.ask(mutation, variables, { 'x-correlation-id': correlationId });
  if (errors) return { call, correlationId, answer: errors.map(({ message }) => message).join('; ') };
  return { call, correlationId, answer: answerOf(Object.values(data)[0] as Answered) };
}

interface Answered {
  __typename: string;
  code?: string;
  actual?: string | null;
  created?: boolean;
  changedCount?: number;
  event?: { id: string } | null;
  run?: { templateVersion: { version: string } };
}

function answerOf({ __typename: type, code, actual, created, changedCount, event, run }: Answered): string {
  if (type === 'StaleVersion') return `StaleVersion ${actual}`;
  if (code) return type;
  if (run) return `run of ${run.templateVersion.version}`;
  if (changedCount !== undefined) return changedCount === 1 ? 'done' : 'unchanged';
  if (!event) return created ? 'created, without an event' : 'unchanged';
  return created === false ? 'moved' : 'done';
}

/** An event of the log in the terms of the model. */
type Logged = EntryOutcome['event'] & { correlation: string };

/**
 * Whether one order of the calls explains everything: the results, the events and their order.
 * Returns what it cannot explain; an empty list is the proof.
 */
export async function unexplained(
  registry: TestRegistry,
  id: string,
  calls: readonly CalledEntry[],
  start: EntryState,
): Promise<{ problems: string[]; end: EntryState }> {
  await registry.services.feed.advance();
  const log = (await registry.database.asOwner(
    `select action, type, version, before, after, correlation_id as correlation from nofx.registry_events
     where slug = $1 and action <> 'VALIDATION_FAILED' and correlation_id like $2
       and audience in ('EVERYONE', 'NAMESPACE') -- What others are told of it beside, with less in it, is not another event.
     order by seq`,
    [id, `${id}:%`],
  )) as Logged[];
  const problems: string[] = [];
  const states = [start];
  const told = new Set<string>();
  for (const event of log) {
    const made = calls.find(({ correlationId }) => correlationId === event.correlation);
    if (!made || told.has(event.correlation)) {
      problems.push(`the log has an event too many: ${JSON.stringify(event)}`);
      continue;
    }
    told.add(event.correlation);
    const [expected, next] = applyToEntry(states.at(-1) ?? start, made.call);
    if (expected.answer !== made.answer) {
      problems.push(`${JSON.stringify(made.call)} was answered "${made.answer}", expected "${expected.answer}"`);
    }
    if (!isSaid(expected.event, event)) {
      problems.push(`the log says ${JSON.stringify(event)}, expected ${JSON.stringify(expected.event ?? null)}`);
    }
    states.push(next);
  }
  for (const { call, answer, correlationId } of calls) {
    if (told.has(correlationId)) continue;
    const fits = states.some((state) => {
      const [expected] = applyToEntry(state, call);
      return expected.answer === answer && expected.event === undefined;
    });
    if (!fits) problems.push(`${JSON.stringify(call)} was answered "${answer}", and no order explains that`);
  }
  return { problems, end: states.at(-1) ?? start };
}

/** Whether the log contains everything in the model; it may contain more. */
function isSaid(expected: EntryOutcome['event'], event: Logged): boolean {
  if (!expected) return false;
  const within = (said: object | null | undefined, all: object | null | undefined) =>
    said === undefined ||
    (said === null
      ? all === null
      : Object.entries(said).every(([key, value]) => (all as Record<string, unknown> | null)?.[key] === value));
  return (
    expected.action === event.action &&
    expected.type === event.type &&
    expected.version === event.version &&
    within(expected.before, event.before) &&
    within(expected.after, event.after)
  );
}
