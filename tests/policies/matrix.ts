/**
 * Who may do what to which rows. Postgres decides it (supabase/migrations), this file says it, matrix.test.ts tries it:
 * each cell, on a native Postgres, as the login role that the gateway uses. There are two tenants, `acme` and `globex`,
 * with the same of everything (world.ts). A new table needs its rows here and in `columns` below, rows of its own in
 * world.ts, and a statement in statements.ts; the test says so until it has them.
 *
 * Who
 *   anon                     nobody: no token
 *   no role                  signed in, its token names the namespace acme, but no role in the registry
 *   viewer publisher admin   of acme
 *   publisher' admin'        of globex, the other tenant: their own is globex
 *   service                  Supabase's service_role. It has no grant on any table: whatever BYPASSRLS it has there, it
 *                            reads and writes nothing. It may number events, and that is all that it may do today.
 *
 * What they see (select), and never a row more:
 *   everything   all rows
 *   public       what everyone sees: public entries whose current version is public and that are neither disabled nor
 *                removed, their public versions and what these refer to, what happened to them. Deprecated ones are
 *                among them. And that an entry which was among them is not any more: the event and nothing else
 *   published    that, what the other tenant shares with theirs, and of their own namespace what is private or disabled,
 *                and its runs
 *   namespace    that, and of their own namespace the drafts, the reports, and the events of both
 *   its own      the rows of the actor itself
 *   none         an empty answer
 *   refused      an error (42501): the role has no grant
 *
 * What they write (insert, update, delete):
 *   namespace    in their own namespace, nowhere else
 *   drafts       in their own namespace, drafts only
 *   unbound      in their own namespace, in a draft, what names an agent that was not there yet
 *   its own      as themselves only
 *   none         nothing changes: the rows are not theirs to change
 *   refused      an error (42501): no grant, or a row that a policy does not let in
 *
 * Which values may be written, and in which order, is not in this table: see attempts/.
 */
export type Seen = 'everything' | 'public' | 'published' | 'namespace' | 'its own' | 'none' | 'refused';
export type Written = 'namespace' | 'drafts' | 'unbound' | 'its own' | 'none' | 'refused';

export type Cells<Word> = readonly [
  anon: Word,
  noRole: Word,
  viewer: Word,
  publisher: Word,
  admin: Word,
  otherPublisher: Word,
  otherAdmin: Word,
  service: Word,
];

export interface TableRules {
  select: Cells<Seen>;
  insert: Cells<Written>;
  update: Cells<Written>;
  delete: Cells<Written>;
}

// biome-ignore-start format: a table is read along its columns
const nobody = ['refused', 'refused', 'refused', 'refused', 'refused', 'refused', 'refused', 'refused'] as const;

export const matrix: Record<string, TableRules> = {
  //          anon       no role    viewer       publisher    admin        publisher'   admin'       service
  agent_registry: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: nobody,
  },
  agent_versions: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: ['refused', 'none', 'none', 'drafts', 'drafts', 'drafts', 'drafts', 'refused'],
  },
  template_registry: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: nobody,
  },
  template_versions: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: ['refused', 'none', 'none', 'drafts', 'drafts', 'drafts', 'drafts', 'refused'],
  },
  /* A public template says which agents it works with, private ones too: by slug, as its manifest does. The agent itself stays unseen. */
  template_version_agents: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'unbound', 'unbound', 'unbound', 'unbound', 'refused'],
    delete: nobody,
  },
  /* As the version that it points to. Who releases moves it; taking it away is for admins, as other removals. */
  channels: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
  },
  /* Admins share what is their namespace's. All members of the other namespace see their share, and no other. */
  entry_shares: {
    select: ['refused', 'none', 'published', 'published', 'namespace', 'published', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'refused', 'namespace', 'refused', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    delete: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
  },
  /* A viewer may file a report, and not read it back. */
  registry_validation_reports: {
    select: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: nobody,
    delete: nobody,
  },
  /* An event belongs to the namespace whose member acted. Until it is numbered it is nobody's. */
  registry_events: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: nobody,
    delete: nobody,
  },
  /* One row: the newest number and a tag of the log's epoch. It tells how much has happened, not what. */
  registry_feed: {
    select: [
      'everything',
      'everything',
      'everything',
      'everything',
      'everything',
      'everything',
      'everything',
      'refused',
    ],
    insert: nobody,
    update: nobody,
    delete: nobody,
  },
  /* What becomes of a run follows from its steps: a publisher moves these, in the order that guards allow. */
  runs: {
    select: ['refused', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: nobody,
  },
  steps: {
    select: ['refused', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    delete: nobody,
  },
  /* A rating is its rater's own, of whatever template they see; how many there are is for all who see the template. */
  template_ratings: {
    select: ['its own', 'its own', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    insert: ['refused', 'refused', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    update: ['refused', 'none', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    delete: nobody,
  },
  template_rating_counts: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: nobody,
    update: nobody,
    delete: nobody,
  },
  /* Listed for all who see the template. What is hidden is for the admins of its namespace, and for its author. */
  rating_comments: {
    select: ['public', 'public', 'published', 'published', 'namespace', 'published', 'namespace', 'refused'],
    insert: nobody,
    update: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    delete: nobody,
  },
  comment_reports: {
    select: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    update: nobody,
    delete: nobody,
  },
  entry_ranks: {
    select: ['public', 'public', 'published', 'namespace', 'namespace', 'namespace', 'namespace', 'refused'],
    insert: nobody,
    update: nobody,
    delete: nobody,
  },
  /* Whoever is signed in may use up keys of its own; what they would protect is decided elsewhere. */
  idempotency_keys: {
    select: ['refused', 'its own', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    insert: ['refused', 'its own', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    update: ['refused', 'its own', 'its own', 'its own', 'its own', 'its own', 'its own', 'refused'],
    delete: nobody,
  },
  /* What is metered is for the admins of its namespace: triggers write it, and nobody else. */
  usage_records: {
    select: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    insert: nobody,
    update: nobody,
    delete: nobody,
  },
  usage_totals: {
    select: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    insert: nobody,
    update: nobody,
    delete: nobody,
  },
  /* Set by the operator, as the owner. */
  namespace_quotas: {
    select: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    insert: nobody,
    update: nobody,
    delete: nobody,
  },
  billing_customers: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  billing_exports: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  billing_position: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  usage_feed: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  /* The registry's own books: of no tenant, and reached through functions only (attempts/books.ts). */
  rate_limits: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  console_links: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  registry_secret: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  blob_claims: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  /* What depends on what, of all tenants: reached through functions only (attempts/impact.ts). */
  /* Counts of use, of all tenants: reached through usage_in_days only (tests/integration/agentUsage.test.ts). */
  /* Reached through engagement_in_days and record_engagement only (tests/integration/engagement.test.ts). */
  engagement_days: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  usage_days: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  version_dependencies: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  /* What a search reads, of all tenants: reached through search_page only, which filters (searching.ts). */
  search_entries: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  search_words: { select: nobody, insert: nobody, update: nobody, delete: nobody },
  /* Where a namespace has its events sent is for its admins: an address may hold what others should not know. */
  webhooks: {
    select: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'refused', 'namespace', 'refused', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    delete: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
  },
  webhook_deliveries: {
    select: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    insert: ['refused', 'refused', 'refused', 'refused', 'namespace', 'refused', 'namespace', 'refused'],
    update: ['refused', 'none', 'none', 'none', 'namespace', 'none', 'namespace', 'refused'],
    delete: nobody,
  },
};
// biome-ignore-end format: a table is read along its columns

/** The columns that a signed-in user may name in an insert or an update; nobody else may name any. */
export const columns: Record<string, { insert: string; update: string }> = {
  agent_registry: {
    insert: 'id namespace slug name description visibility category tags keywords metadata owner repository created_at',
    update:
      'name description status status_message replaced_by visibility compatibility category tags listing featured_at curated_at keywords metadata owner repository current_version_id updated_at removed_at',
  },
  agent_versions: {
    insert:
      'id entry_id version status visibility manifest mcp_servers files digest digest_rule commit_sha published_by published_at',
    update: 'status published_at visibility',
  },
  template_registry: {
    insert: 'id namespace slug name description visibility category tags keywords metadata owner repository created_at',
    update:
      'name description status status_message replaced_by visibility compatibility category tags listing featured_at curated_at keywords metadata owner repository current_version_id updated_at removed_at',
  },
  template_versions: {
    insert:
      'id entry_id version status visibility manifest files digest digest_rule commit_sha published_by published_at tests',
    update: 'status published_at visibility tests',
  },
  template_version_agents: {
    insert: 'template_version_id slug agent_registry_id range matches',
    update: 'agent_registry_id',
  },
  channels: {
    insert: 'kind entry_id name version_id previous_version_id moved_at gate',
    update: 'version_id previous_version_id moved_at gate',
  },
  entry_shares: { insert: 'kind entry_id namespace may_instantiate shared_by', update: 'may_instantiate shared_by' },
  registry_validation_reports: {
    insert: 'id namespace kind slug version valid digest issues actor correlation_id manifest',
    update: '',
  },
  registry_events: {
    insert:
      'id type action kind entry_id slug namespace version reason tenant report_id actor correlation_id before after',
    update: '',
  },
  registry_feed: { insert: '', update: '' },
  runs: {
    insert:
      'id namespace template_id template_version_id environment variables resource_profile lock lock_digest is_from_lock scopes created_by correlation_id upgraded_from',
    update: 'status retries retry_from retry_reason cancelled_at cancel_reason',
  },
  steps: {
    insert:
      'id run_id step_id position name agent_id agent_version_id depends_on inputs plan_inputs plan_outputs timeout_seconds',
    update:
      'status inputs outputs error_code error_message worker claim_hash claimed_until available_at input_tokens output_tokens',
  },
  template_ratings: {
    insert: 'template_id rater stars comment is_private',
    update: 'stars comment is_private rated_at',
  },
  rating_comments: { insert: '', update: 'hidden_at hidden_by hidden_reason' },
  comment_reports: { insert: 'comment_id reporter reason', update: '' },
  template_rating_counts: { insert: '', update: '' },
  entry_ranks: { insert: '', update: '' },
  idempotency_keys: { insert: 'actor operation key payload_hash', update: 'payload_hash answer created_at' },
  usage_records: { insert: '', update: '' },
  usage_totals: { insert: '', update: '' },
  namespace_quotas: { insert: '', update: '' },
  billing_customers: { insert: '', update: '' },
  billing_exports: { insert: '', update: '' },
  billing_position: { insert: '', update: '' },
  usage_feed: { insert: '', update: '' },
  rate_limits: { insert: '', update: '' },
  console_links: { insert: '', update: '' },
  registry_secret: { insert: '', update: '' },
  blob_claims: { insert: '', update: '' },
  engagement_days: { insert: '', update: '' },
  usage_days: { insert: '', update: '' },
  version_dependencies: { insert: '', update: '' },
  search_entries: { insert: '', update: '' },
  search_words: { insert: '', update: '' },
  webhooks: {
    insert: 'id namespace url description filter position secret_id created_by',
    update:
      'url description filter status status_reason position secret_id previous_secret_id previous_secret_until next_attempt_at failing_since delivered_at lease leased_until updated_at',
  },
  webhook_deliveries: {
    insert: 'id webhook_id namespace event_id seq type status attempts attempt_count next_attempt_at finished_at',
    update: 'status attempts attempt_count next_attempt_at finished_at',
  },
};

/** What runs with the rights of its owner. Everything else runs as whoever asks. */
export const definerFunctions = [
  'sequence_events()',
  'lock_entries_for_reading(kind text, namespaces text[], slugs text[])',
  'advance_log(known bigint)',
  'log_position(number bigint)',
  'notify_event()',
  'broadcast_events(first bigint, last bigint)',
  'event_cursor(seq bigint, hash bytea)',
  'clean_up_rows(most integer)',
  'settle_rate_limits(accounts text[], amounts bigint[])',
  'reserve_blobs(digests text[])',
  'unreferenced_blobs(digests text[])',
  'lock_blobs_for_removal(digests text[])',
  'release_blobs(digests text[])',
  'verify_log(start bigint, known bytea, size integer)',
  'run_revisions(ids uuid[])',
  'namespaces_with_timeouts(most integer)',
  'count_rating()',
  'pending_events()',
  'missing_migrations(known text[])',
  'keep_dependencies()',
  'dependents_of(of_kind text, entries uuid[])',
  'is_own_dependency(of_kind text, of_version uuid, of_slug text)',
  'dependent_ranges(of_kind text, of_entry uuid)',
  'impact_of(of_kind text, of_entry uuid, ranges jsonb, versions jsonb, days integer, most integer)',
  'sequence_usage()',
  'meter_run()',
  'meter_step()',
  'meter_version()',
  'meter_entry()',
  'require_version_quotas()',
  'require_run_quota()',
  'own_quotas()',
  'keep_is_public()',
  'keep_visibility()',
  'keep_readers_of_entry()',
  'keep_readers_of_version()',
  'keep_link_readers()',
  'keep_current_links()',
  'keep_rating_readers()',
  'keep_rating_comment()',
  'keep_report_namespace()',
  'keep_step_namespace()',
  'guard_channel()',
  'guard_share()',
  'keep_shares()',
  'shared_entries()',
  'read_only_entries()',
  'is_shared_version(of_version uuid)',
  'may_instantiate(of_kind text, of_version uuid)',
  'may_use_agent(of_agent uuid)',
  'share_impact(of_kind text, of_entry uuid, other text, days integer)',
  'decline_share(of_kind text, of_namespace text, of_slug text, because text, correlation text, days integer)',
  'judge_channel(of_entry uuid, of_name text)',
  'judge_ended()',
  'judge_channels(most integer)',
  'keep_channel_readers()',
  'keep_curated_at()',
  'narrow_audience()',
  'tell_others()',
  'tell_shares()',
  'gateway_secret()',
  'is_sealed()',
  'restore_problems(known text[], tables text[], policies text[])',
  'keep_entry_rank()',
  'rank_rating()',
  'count_use(entries uuid[], tenant text, at timestamp with time zone)',
  'rank_use()',
  'count_begun()',
  'count_ended()',
  'usage_in_days(subjects uuid[], days integer, across boolean)',
  'clean_up_usage_days(most integer)',
  'record_engagement(counts jsonb)',
  'engagement_in_days(entries uuid[], days integer)',
  'add_search_entries()',
  'keep_search_entries()',
  'keep_search_featured()',
  'settle_search_words(most integer)',
  'take_webhook(by_lease uuid, seconds integer)',
  'webhook_backlog()',
  'clean_up_deliveries(most integer)',
  'create_console_link(code_hash bytea, sealed_token bytea, seconds integer)',
  'redeem_console_link(code_hash bytea)',
  'clean_up_console_links(most integer)',
  'search_page(query text, reference jsonb, kinds text[], filter jsonb, page jsonb, most integer)',
];
