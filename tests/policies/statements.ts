import type { PolicyActor } from './actors.ts';
import { idOf } from './idOf.ts';
import { commentId, digest, entryId, type KindName, later, reportId, runId, versionId, webhookId } from './world.ts';

/** For each table, how the matrix tries it: what the registry itself would write, and nothing that a guard minds. */
export interface Tries {
  /** Into a namespace, as the actor: the last statement counts. */
  insert(actor: PolicyActor, namespace: string): string[];
  /** `set …`, of every row that it reaches. */
  update(actor: PolicyActor): string;
}

const sketch = (namespace: string) => versionId('template', namespace, 'sketch', '0.1.0');

export const tries: Record<string, Tries> = {
  agent_registry: entries('agent'),
  template_registry: entries('template'),
  agent_versions: versions('agent'),
  template_versions: versions('template'),
  template_version_agents: {
    insert: (_, namespace) => [
      `insert into template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
       values ('${sketch(namespace)}', 'open', '${entryId('agent', namespace, 'open')}', '*', '{(,)}')`,
    ],
    update: ({ own }) => `agent_registry_id = '${entryId('agent', own, later)}'`,
  },
  channels: {
    insert: (_, namespace) => [
      `insert into channels (kind, entry_id, name, version_id)
       values ('AGENT', '${entryId('agent', namespace, 'open')}', 'fresh', '${versionId('agent', namespace, 'open', '2.0.0')}')`,
    ],
    update: () => 'version_id = version_id',
  },
  entry_shares: {
    insert: ({ id }, namespace) => [
      `insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
       values ('AGENT', '${entryId('agent', namespace, 'inner')}', 'hooli', false, '${id}')`,
    ],
    /* It names no column to read: see runs. */
    update: ({ id }) => `may_instantiate = true, shared_by = '${id}'`,
  },
  registry_validation_reports: {
    insert: ({ id }, namespace) => [insertReport(namespace, id)],
    update: () => 'valid = true',
  },
  registry_events: {
    insert: ({ id }, namespace) => [insertEvent({ namespace, tenant: namespace, actor: id })],
    update: () => `reason = 'because'`,
  },
  registry_feed: {
    insert: () => ['insert into registry_feed (only_row) values (true)'],
    update: () => 'head = 0',
  },
  runs: {
    insert: ({ id }, namespace) => [insertRun({ namespace, templateOf: namespace, createdBy: id })],
    /* It names no column to read: then only the policy for updates stands before another's row. */
    update: () => `status = 'QUEUED'`,
  },
  steps: {
    insert: ({ id, own }, namespace) =>
      namespace === own
        ? [insertRun({ namespace, templateOf: namespace, createdBy: id }), insertStep({ namespace })]
        : [insertStep({ namespace, run: runId(namespace) })],
    update: () => `status = 'RUNNING'`,
  },
  template_ratings: {
    insert: ({ id, own }, namespace) => [
      insertRating({ of: namespace, rater: namespace === own ? id : idOf('user nobody') }),
    ],
    update: () => 'stars = 2, rated_at = now()',
  },
  template_rating_counts: {
    insert: (_, namespace) => [
      `insert into template_rating_counts (template_id, counts) values ('${entryId('template', namespace, 'old')}', '{0,0,0,0,1}')`,
    ],
    update: () => `counts = '{0,0,0,0,1}'`,
  },
  rating_comments: {
    insert: ({ id }, namespace) => [
      `insert into rating_comments (template_id, author, stars, comment, rated_at)
       values ('${entryId('template', namespace, 'old')}', '${id}', 5, 'Good.', now())`,
    ],
    update: ({ id }) => `hidden_at = now(), hidden_by = '${id}', hidden_reason = 'because'`,
  },
  comment_reports: {
    insert: ({ id, own }, namespace) => [
      `insert into comment_reports (comment_id, reporter, reason)
       values ('${commentId(namespace)}', '${namespace === own ? id : idOf('user nobody')}', 'Spam.')`,
    ],
    update: () => `reason = 'because'`,
  },
  entry_ranks: {
    insert: ({ id }, namespace) => [
      `insert into entry_ranks (entry_id, kind, namespace, is_public, is_published) values ('${id}', 'AGENT', '${namespace}', true, true)`,
    ],
    update: () => 'rating = 5',
  },
  idempotency_keys: {
    insert: ({ id, own }, namespace) => [claimKey(namespace === own ? id : idOf('user nobody'))],
    update: () => `answer = '{}'`,
  },
  usage_records: {
    insert: (_, namespace) => [
      `insert into usage_records (namespace, meter, quantity, source_type, source_id)
       values ('${namespace}', 'RUNS', 1, 'RUN', '${runId(namespace)}')`,
    ],
    update: () => 'quantity = 0.5',
  },
  usage_totals: {
    insert: (_, namespace) => [
      `insert into usage_totals (namespace, meter, total) values ('${namespace}', 'VERSIONS', 1)`,
    ],
    update: () => 'total = 0',
  },
  billing_customers: {
    insert: (_, namespace) => [`insert into billing_customers (namespace, customer) values ('${namespace}', 'cus_1')`],
    update: () => `customer = 'cus_1'`,
  },
  billing_exports: {
    insert: (_, namespace) => [
      `insert into billing_exports (record_id, seq, namespace) values ('${idOf(`usage ${namespace} false`)}', 1, '${namespace}')`,
    ],
    update: () => `status = 'NOTHING'`,
  },
  billing_position: {
    insert: () => ['insert into billing_position (only_row) values (true)'],
    update: () => 'seq = 0',
  },
  usage_feed: {
    insert: () => ['insert into usage_feed (only_row) values (true)'],
    update: () => 'head = 0',
  },
  namespace_quotas: {
    insert: (_, namespace) => [
      `insert into namespace_quotas (namespace, quota, most) values ('${namespace}', 'RUNS_PER_DAY', 9)`,
    ],
    update: () => 'most = 9',
  },
  rate_limits: {
    insert: () => [`insert into rate_limits (slot, account, spent) values (0, 'somebody', 0)`],
    update: () => 'spent = 0',
  },
  console_links: {
    insert: ({ id }) => [
      `insert into console_links (code_hash, user_id, sealed_token, expires_at)
       values (sha256('made up'), '${id}', sha256('a') || sha256('b'), now())`,
    ],
    update: () => 'expires_at = now()',
  },
  registry_secret: {
    insert: () => ['insert into registry_secret (only_row) values (true)'],
    update: () => 'only_row = true',
  },
  blob_claims: {
    insert: () => [`insert into blob_claims (sha256, held_until) values ('${digest}', now())`],
    update: () => 'held_until = now()',
  },
  engagement_days: {
    insert: (_, namespace) => [
      `insert into engagement_days (entry_id, day, namespace)
       values ('${entryId('agent', namespace, 'open')}', '2026-01-02', '${namespace}')`,
    ],
    update: () => 'views = 7',
  },
  usage_days: {
    insert: (_, namespace) => [
      `insert into usage_days (subject_id, owner, namespace, day, last_used_at)
       values ('${versionId('agent', namespace, 'open', '2.0.0')}', '${namespace}', '${namespace}', '2026-01-02', now())`,
    ],
    update: () => 'runs = 7',
  },
  version_dependencies: {
    insert: (_, namespace) => [
      `insert into version_dependencies (kind, version_id, slug, range, namespace)
       values ('AGENT', '${versionId('agent', namespace, 'open', '2.0.0')}', 'old', '*', '${namespace}')`,
    ],
    update: () => `range = '*'`,
  },
  search_entries: {
    insert: ({ id }, namespace) => [
      `insert into search_entries (id, kind, namespace, slug, is_public, is_published, status, visibility, tags, sort_name, name_vector, search_text, search_vector)
       values ('${id}', 'AGENT', '${namespace}', 'fresh', true, true, 'ACTIVE', 'PUBLIC', '{}', 'fresh', '', '', '')`,
    ],
    update: () => 'is_public = true',
  },
  search_words: {
    insert: (_, namespace) => [`insert into search_words (audience, word) values ('${namespace}', 'fresh')`],
    update: () => 'in_doubt = false',
  },
  webhooks: {
    insert: ({ id }, namespace) => [
      `insert into webhooks (namespace, url, position, secret_id, created_by)
       values ('${namespace}', 'https://hooks.example.com/', 0, '${idOf('a secret')}', '${id}')`,
    ],
    update: () => `status = 'PAUSED'`,
  },
  webhook_deliveries: {
    insert: (_, namespace) => [
      `insert into webhook_deliveries (webhook_id, namespace, type)
       values ('${webhookId(namespace)}', '${namespace}', 'webhook.test')`,
    ],
    update: () => `status = 'DEAD'`,
  },
};

function entries(kind: KindName): Tries {
  return {
    insert: (_, namespace) => [
      `insert into ${kind}_registry (namespace, slug, name, description) values ('${namespace}', 'fresh', 'Fresh', '')`,
    ],
    update: () => 'description = description', // A removed entry does not change, but the policy comes first.
  };
}

function versions(kind: KindName): Tries {
  return {
    insert: ({ id }, namespace) => [insertVersion(kind, { entry: entryId(kind, namespace, 'open'), publishedBy: id })],
    update: () => 'status = status',
  };
}

export const freshVersion = idOf('a fresh version');

export const insertVersion = (
  kind: KindName,
  {
    entry,
    publishedBy,
    version = '9.0.0',
    status = 'ACTIVE',
    manifest = '{}',
  }: Record<string, string> & { entry: string },
) =>
  `insert into ${kind}_versions (id, entry_id, version, status, manifest, digest, published_by)
   values ('${freshVersion}', '${entry}', '${version}', '${status}', '${manifest}', '${digest}', '${publishedBy}')`;

export const insertReport = (namespace: string, actor: string) =>
  `insert into registry_validation_reports (namespace, kind, slug, valid, actor, correlation_id)
   values ('${namespace}', 'AGENT', 'open', true, '${actor}', 'c')`;

export interface EventTry {
  namespace: string;
  tenant: string;
  actor: string;
  action?: string;
  kind?: KindName;
  /** Whose entry; its namespace is the event's unless told. */
  entryOf?: string;
  entry?: string | null;
  slug?: string;
  report?: string;
  version?: string;
}

export function insertEvent({
  namespace,
  tenant,
  actor,
  action = 'PUBLISHED',
  kind = 'agent',
  entryOf = namespace,
  entry = 'open',
  slug = entry ?? 'open',
  report,
  version,
}: EventTry): string {
  const about = entry === null ? 'null' : `'${entryId(kind, entryOf, entry)}'`;
  return `insert into registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, report_id, correlation_id, reason, version)
    values ('${kind}.updated', '${action}', '${kind.toUpperCase()}', ${about}, '${slug}', '${namespace}', '${tenant}', '${actor}',
      ${report ? `'${reportId(report)}'` : 'null'}, 'c', 'Because.', ${version ? `'${version}'` : 'null'})`;
}

export const freshRun = idOf('a fresh run');

export interface RunTry {
  namespace: string;
  templateOf: string;
  createdBy: string;
  template?: string;
  version?: string;
  versionOf?: string;
  /** The digest in its lock, and the one beside it; null for a run without a lock. */
  lock?: readonly [inside: string, beside: string] | null;
  isFromLock?: boolean;
}

export const insertRun = ({
  namespace,
  templateOf,
  createdBy,
  template = 'open',
  version = '2.0.0',
  versionOf = template,
  lock = null,
  isFromLock = false,
}: RunTry) =>
  `insert into runs (id, namespace, template_id, template_version_id, created_by, lock, lock_digest, is_from_lock)
     values ('${freshRun}', '${namespace}', '${entryId('template', templateOf, template)}',
     '${versionId('template', templateOf, versionOf, version)}', '${createdBy}',
     ${lock ? `'{"digest": "${lock[0]}"}', '${lock[1]}'` : 'null, null'}, ${isFromLock})`;

export interface StepTry {
  /** Of the agent. */
  namespace: string;
  run?: string;
  agent?: string;
  version?: string;
  versionOf?: string;
}

export const insertStep = ({
  namespace,
  run = freshRun,
  agent = 'open',
  version = '2.0.0',
  versionOf = agent,
}: StepTry) =>
  `insert into steps (run_id, step_id, position, name, agent_id, agent_version_id) values ('${run}', 'next', 1, 'Next',
     '${entryId('agent', namespace, agent)}', '${versionId('agent', namespace, versionOf, version)}')`;

export interface RatingTry {
  /** The template's namespace. */
  of: string;
  rater: string;
  /** The template; one that nobody has rated yet unless told. */
  slug?: string;
  stars?: number;
  comment?: string;
}

export const insertRating = ({ of, rater, slug = 'old', stars = 5, comment = 'Good.' }: RatingTry) =>
  `insert into template_ratings (template_id, rater, stars, comment)
   values ('${entryId('template', of, slug)}', '${rater}', ${stars}, '${comment}')`;

export const claimKey = (actor: string) =>
  `insert into idempotency_keys (actor, operation, key, payload_hash) values ('${actor}', 'publish AGENT', 'a-fresh-key', 'hash')`;
