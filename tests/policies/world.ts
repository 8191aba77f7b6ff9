import pg from 'pg';
import { actors, secret } from './actors.ts';
import { idOf } from './idOf.ts';

/**
 * The rows that the matrix is tried on: two tenants, `acme` and `globex`, who have the same of everything, and for
 * every row who is meant to see it.
 */

/**
 * `members` are all who have a role in the row's namespace, `outsiders` all others, `publishers` its publishers and admins,
 * `admins` its admins; `tenants` are the members of both tenants, `recipients` the members of the other one and the admins
 * of the row's.
 */
export type Audience =
  | 'everyone'
  | 'members'
  | 'outsiders'
  | 'publishers'
  | 'admins'
  | 'tenants'
  | 'recipients'
  | 'its actor'
  | 'nobody';

export interface WorldRow {
  table: string;
  /** What the row is called when something is wrong with it. */
  label: string;
  /** The value of the table's key, see `keyOf`. */
  key: string;
  namespace: string;
  audience: Audience;
  actor?: string;
  /** A draft's, and names an agent that was not there when it was written. */
  unbound?: boolean;
  /** A version, or what belongs to one, that is not published. */
  draft?: boolean;
}

/** What tells a row from the others of its table, in SQL. */
export const keyOf = (table: string) =>
  ({
    template_version_agents: `template_version_id || ' ' || slug`,
    channels: `entry_id || ' ' || name`,
    entry_shares: `entry_id || ' ' || namespace`,
    idempotency_keys: 'key',
    template_ratings: `template_id || ' ' || rater`,
    template_rating_counts: 'template_id::text',
    comment_reports: `comment_id || ' ' || reporter`,
    entry_ranks: 'entry_id::text',
    registry_feed: `'feed'`,
    usage_totals: `namespace || ' ' || meter`,
    namespace_quotas: `namespace || ' ' || quota`,
    usage_feed: `'usage'`,
    billing_customers: 'namespace',
    billing_exports: 'record_id::text',
    billing_position: `'billing'`,
    rate_limits: 'account',
    console_links: `encode(code_hash, 'hex')`,
    blob_claims: 'sha256',
    engagement_days: `entry_id || ' ' || day || ' ' || namespace`,
    usage_days: `subject_id || ' ' || namespace`,
    version_dependencies: `version_id || ' ' || slug`,
    search_words: `audience || ' ' || word`,
    registry_secret: `'secret'`,
  })[table] ?? 'id::text';

export const kinds = ['agent', 'template'] as const;
export type KindName = (typeof kinds)[number];
export const tenants = ['acme', 'globex'] as const;

/** A version's row is named after its entry: `acme/open@2.0.0`. */
export const entryId = (kind: KindName, namespace: string, slug: string) => idOf(`${kind} ${namespace}/${slug}`);
export const versionId = (kind: KindName, namespace: string, slug: string, version: string) =>
  idOf(`${kind} ${namespace}/${slug}@${version}`);
export const runId = (namespace: string) => idOf(`run ${namespace}`);
export const reportId = (namespace: string) => idOf(`report ${namespace}`);
export const webhookId = (namespace: string) => idOf(`webhook ${namespace}`);
/** The comment of a stranger on `open`, which nobody has hidden. */
export const commentId = (namespace: string) => idOf(`comment ${namespace}`);
export const innerCommentId = (namespace: string) => idOf(`inner comment ${namespace}`);
export const hiddenCommentId = (namespace: string) => idOf(`hidden comment ${namespace}`);
/** Its rater took it back, or made it private. */
export const takenBackCommentId = (namespace: string) => idOf(`taken back comment ${namespace}`);
export const digest = '0'.repeat(64);

interface EntryOfWorld {
  slug: string;
  visibility: 'PUBLIC' | 'PRIVATE';
  audience: Audience;
  /** Beside the defaults. */
  values?: Record<string, unknown>;
  /** `PRIVATE` is ACTIVE, and private. */
  versions: Record<string, 'DRAFT' | 'ACTIVE' | 'ARCHIVED' | 'PRIVATE'>;
  current: string | null;
  /** Made private in the end: its versions are public, and it is not. */
  isWithdrawn?: boolean;
}

const entries: EntryOfWorld[] = [
  {
    slug: 'open',
    visibility: 'PUBLIC',
    audience: 'everyone',
    versions: {
      '1.0.0': 'ACTIVE',
      '1.1.0': 'ARCHIVED',
      '1.5.0': 'PRIVATE',
      '2.0.0': 'ACTIVE',
      '2.1.0': 'ACTIVE',
      '3.0.0': 'DRAFT',
    },
    current: '2.0.0',
  },
  { slug: 'old', visibility: 'PUBLIC', audience: 'everyone', values: { status: 'DEPRECATED' }, ...released() },
  { slug: 'gone', visibility: 'PUBLIC', audience: 'members', values: { removed_at: '2026-01-02' }, ...released() },
  { slug: 'off', visibility: 'PUBLIC', audience: 'members', values: { status: 'DISABLED' }, ...released() },
  {
    slug: 'inner',
    visibility: 'PRIVATE',
    audience: 'members',
    versions: { '1.0.0': 'ACTIVE', '2.0.0': 'DRAFT' },
    current: '1.0.0',
  },
  {
    slug: 'covered',
    visibility: 'PUBLIC',
    audience: 'members',
    versions: { '1.0.0': 'ACTIVE', '2.0.0': 'PRIVATE' },
    current: '2.0.0',
  },
  // Shared with the other tenant: one to be read, one to be used.
  {
    slug: 'lent',
    visibility: 'PRIVATE',
    audience: 'tenants',
    versions: { '0.9.0': 'ARCHIVED', '1.0.0': 'ACTIVE', '2.0.0': 'DRAFT' },
    current: '1.0.0',
  },
  { slug: 'tool', visibility: 'PRIVATE', audience: 'tenants', ...released() },
  { slug: 'closed', visibility: 'PUBLIC', audience: 'members', isWithdrawn: true, ...released() },
  { slug: 'sketch', visibility: 'PUBLIC', audience: 'publishers', versions: { '0.1.0': 'DRAFT' }, current: null },
  // Published only ahead of its first release: it has no current version, so its members do not see it yet.
  { slug: 'early', visibility: 'PUBLIC', audience: 'publishers', versions: { '1.0.0-rc.1': 'ACTIVE' }, current: null },
  {
    slug: 'secret-sketch',
    visibility: 'PRIVATE',
    audience: 'publishers',
    versions: { '0.1.0': 'DRAFT' },
    current: null,
  },
];

function released() {
  return { versions: { '1.0.0': 'ACTIVE' as const }, current: '1.0.0' };
}

/** The slug that drafts of templates name before it is there. */
export const later = 'later';

/** The rows, and the SQL that makes them, run as the owner. */
export const { rows: worldRows, sql: worldSql } = makeWorld();

function makeWorld(): { rows: WorldRow[]; sql: string } {
  const rows: WorldRow[] = [];
  const statements: string[] = [];
  const add = (row: WorldRow, values: Record<string, unknown>) => {
    rows.push(row);
    statements.push(insert(row.table, values));
  };

  for (const namespace of tenants) {
    for (const kind of kinds) {
      for (const entry of entries) addEntry(kind, namespace, entry);
    }
    // Came after the drafts that name it.
    addEntry('agent', namespace, { slug: later, visibility: 'PUBLIC', audience: 'everyone', ...released() });
  }
  for (const namespace of tenants) {
    addReferences(namespace);
    addChannels(namespace);
    addReport(namespace);
    addRun(namespace);
    addRatings(namespace);
    addWebhook(namespace);
  }
  for (const kind of kinds)
    statements.push(`update nofx.${kind}_registry set audience_changed_at = null where removed_at is null;`);
  addEvents();
  for (const namespace of tenants) addShares(namespace);
  for (const { id, own, name } of Object.values(actors)) {
    if (!['noRole', 'viewer', 'publisher', 'admin', 'otherPublisher', 'otherAdmin'].includes(name)) continue;
    const key = `key-of-${name}`;
    add(
      { table: 'idempotency_keys', label: key, key, namespace: own, audience: 'its actor', actor: id },
      { actor: id, operation: 'publish AGENT', key, payload_hash: 'hash' },
    );
  }
  add(
    { table: 'rate_limits', label: 'an account', key: 'account', namespace: '', audience: 'nobody' },
    { slot: 1, account: 'account', spent: 1 },
  );
  add(
    { table: 'console_links', label: 'a link', key: 'c1'.repeat(32), namespace: '', audience: 'nobody' },
    {
      code_hash: `\\x${'c1'.repeat(32)}`,
      user_id: actors.publisher.id,
      sealed_token: `\\x${'00'.repeat(40)}`,
      expires_at: '2100-01-01',
    },
  );
  add(
    { table: 'blob_claims', label: 'a claim', key: 'b'.repeat(64), namespace: '', audience: 'nobody' },
    { sha256: 'b'.repeat(64), held_until: '2100-01-01' },
  );
  // Triggers have metered all of this; what the matrix is tried on has ids that it knows.
  statements.push(
    'alter table nofx.usage_records disable trigger user; delete from nofx.usage_records; delete from nofx.usage_totals;',
  );
  for (const [index, namespace] of tenants.entries()) addUsage(namespace, index + 1);
  statements.push(
    `alter table nofx.usage_records enable trigger user; update nofx.usage_feed set head = ${tenants.length};`,
  );
  rows.push({ table: 'billing_position', label: 'the position', key: 'billing', namespace: '', audience: 'nobody' });
  rows.push({ table: 'usage_feed', label: 'the head', key: 'usage', namespace: '', audience: 'nobody' });
  rows.push({ table: 'search_words', label: 'a word', key: ' open', namespace: '', audience: 'nobody' });
  rows.push({ table: 'registry_secret', label: 'the secret', key: 'secret', namespace: '', audience: 'nobody' });
  statements.push(`update nofx.registry_secret set secret = '\\x${secret.toString('hex')}';`);
  rows.push({ table: 'registry_feed', label: 'the head', key: 'feed', namespace: '', audience: 'everyone' });
  return { rows, sql: statements.join('\n') };

  function addEntry(kind: KindName, namespace: string, entry: EntryOfWorld) {
    const { slug, visibility, audience, versions, current, isWithdrawn } = entry;
    const { removed_at: removedAt, ...values } = entry.values ?? {};
    const id = entryId(kind, namespace, slug);
    const label = `${namespace}/${slug}`;
    add(
      { table: `${kind}_registry`, label, key: id, namespace, audience, draft: current === null },
      { id, namespace, slug, name: label, description: label, visibility, ...values },
    );
    // A trigger adds it.
    rows.push({
      table: 'entry_ranks',
      label: `${kind} ${label}`,
      key: id,
      namespace,
      // How its own members rate and use an entry is not shared.
      audience: audience === 'tenants' ? 'members' : audience,
      draft: current === null,
    });
    // Triggers keep what a search reads.
    if (!removedAt) {
      rows.push({ table: 'search_entries', label: `${kind} ${label}`, key: id, namespace, audience: 'nobody' });
    }
    for (const [version, word] of Object.entries(versions)) {
      const draft = word === 'DRAFT';
      const isPrivate = word === 'PRIVATE';
      const status = isPrivate ? 'ACTIVE' : word;
      const key = versionId(kind, namespace, slug, version);
      add(
        {
          table: `${kind}_versions`,
          label: `${label}@${version}`,
          key,
          namespace,
          audience: draft ? 'publishers' : isPrivate ? 'members' : audience,
          draft,
        },
        {
          id: key,
          entry_id: id,
          version,
          status,
          manifest: {},
          digest,
          published_at: '2026-01-01',
          ...(isPrivate ? { visibility: 'PRIVATE' } : {}),
        },
      );
    }
    if (current) {
      const versionOf = versionId(kind, namespace, slug, current);
      // A removed entry does not change any more, nor do its versions.
      const removal = removedAt ? `, removed_at = '${removedAt}'` : '';
      statements.push(
        `update nofx.${kind}_registry set current_version_id = '${versionOf}'${removal} where id = '${id}';`,
      );
    }
    if (isWithdrawn) statements.push(`update nofx.${kind}_registry set visibility = 'PRIVATE' where id = '${id}';`);
  }

  function addReferences(namespace: string) {
    const link = (
      template: string,
      version: string,
      slug: string,
      audience: Audience,
      more: Partial<WorldRow> = {},
    ) => {
      const templateVersion = versionId('template', namespace, template, version);
      add(
        {
          table: 'template_version_agents',
          label: `${namespace}/${template}@${version} with ${slug}`,
          key: `${templateVersion} ${slug}`,
          namespace,
          audience,
          ...more,
        },
        {
          template_version_id: templateVersion,
          slug,
          agent_registry_id: slug === later ? null : entryId('agent', namespace, slug),
          range: '*',
          matches: '{(,)}',
        },
      );
    };
    link('open', '2.0.0', 'open', 'everyone');
    link('open', '2.0.0', 'inner', 'everyone');
    link('open', '3.0.0', 'open', 'publishers', { draft: true });
    link('off', '1.0.0', 'open', 'members');
    link('inner', '1.0.0', 'inner', 'members');
    link('lent', '1.0.0', 'lent', 'tenants');
    link('lent', '2.0.0', 'lent', 'publishers', { draft: true });
    link('early', '1.0.0-rc.1', 'open', 'publishers');
    link('sketch', '0.1.0', later, 'publishers', { unbound: true, draft: true });
    // Promoted before its agent was there: nobody binds it any more.
    link('old', '1.0.0', later, 'everyone');
    // A private template that uses the agent of the other tenant.
    const inner = versionId('template', namespace, 'inner', '1.0.0');
    const other = tenants.find((each) => each !== namespace) ?? namespace;
    add(
      {
        table: 'template_version_agents',
        label: `${namespace}/inner@1.0.0 with ${other}/open`,
        key: `${inner} open`,
        namespace,
        audience: 'members',
      },
      {
        template_version_id: inner,
        slug: 'open',
        agent_registry_id: entryId('agent', other, 'open'),
        range: '*',
        matches: '{(,)}',
      },
    );
    for (const kind of kinds) {
      const version = versionId(kind, namespace, 'inner', '1.0.0');
      add(
        {
          table: 'version_dependencies',
          label: `${kind} ${namespace}/inner`,
          key: `${version} open`,
          namespace,
          audience: 'nobody',
        },
        { kind: kind.toUpperCase(), version_id: version, slug: 'open', range: '*', namespace },
      );
    }
  }

  function addChannels(namespace: string) {
    for (const kind of kinds) {
      const point = (slug: string, name: string, version: string, audience: Audience, draft = false) => {
        const entry = entryId(kind, namespace, slug);
        add(
          {
            table: 'channels',
            label: `${kind} ${namespace}/${slug}@${name}`,
            key: `${entry} ${name}`,
            namespace,
            audience,
            draft,
          },
          { kind: kind.toUpperCase(), entry_id: entry, name, version_id: versionId(kind, namespace, slug, version) },
        );
      };
      point('open', 'stable', '2.0.0', 'everyone');
      point('open', 'inside', '1.5.0', 'members');
      point('off', 'stable', '1.0.0', 'members');
      point('inner', 'stable', '1.0.0', 'members');
      point('lent', 'stable', '1.0.0', 'tenants');
      // Of an entry without a current version.
      point('early', 'beta', '1.0.0-rc.1', 'publishers', true);
    }
  }

  function addShares(namespace: string) {
    const other = tenants.find((each) => each !== namespace) ?? namespace;
    for (const kind of kinds) {
      const share = (slug: string, sharedWith: string, audience: Audience, mayInstantiate = false) => {
        const entry = entryId(kind, namespace, slug);
        add(
          {
            table: 'entry_shares',
            label: `${kind} ${namespace}/${slug} with ${sharedWith}`,
            key: `${entry} ${sharedWith}`,
            namespace,
            audience,
          },
          {
            kind: kind.toUpperCase(),
            entry_id: entry,
            namespace: sharedWith,
            may_instantiate: mayInstantiate,
            shared_by: idOf('user nobody'),
          },
        );
      };
      share('lent', other, 'recipients');
      share('lent', 'initech', 'admins', true);
      share('tool', other, 'recipients', true);
      share('inner', 'initech', 'admins', true);
      // A disabled entry is shared, and shows nothing.
      share('off', other, 'admins', true);
    }
  }

  function addReport(namespace: string) {
    const id = reportId(namespace);
    add(
      { table: 'registry_validation_reports', label: namespace, key: id, namespace, audience: 'publishers' },
      { id, namespace, kind: 'AGENT', slug: 'open', valid: false, actor: idOf('user viewer'), correlation_id: 'c' },
    );
  }

  function addWebhook(namespace: string) {
    const id = webhookId(namespace);
    const delivery = idOf(`delivery ${namespace}`);
    add(
      { table: 'webhooks', label: namespace, key: id, namespace, audience: 'admins' },
      {
        id,
        namespace,
        url: 'https://hooks.example.com/',
        position: 0,
        secret_id: idOf(`secret of ${namespace}`),
        created_by: idOf('user nobody'),
      },
    );
    add(
      { table: 'webhook_deliveries', label: namespace, key: delivery, namespace, audience: 'admins' },
      { id: delivery, webhook_id: id, namespace, type: 'webhook.test' },
    );
  }

  function addRun(namespace: string) {
    const id = runId(namespace);
    const step = idOf(`step ${namespace}`);
    add(
      { table: 'runs', label: namespace, key: id, namespace, audience: 'members' },
      {
        id,
        namespace,
        template_id: entryId('template', namespace, 'open'),
        template_version_id: versionId('template', namespace, 'open', '2.0.0'),
        created_by: (namespace === 'acme' ? actors.publisher : actors.otherPublisher).id,
        created_at: '2026-01-01',
      },
    );
    add(
      { table: 'steps', label: namespace, key: step, namespace, audience: 'members' },
      {
        id: step,
        run_id: id,
        step_id: 'first',
        position: 0,
        name: 'First',
        agent_id: entryId('agent', namespace, 'open'),
        agent_version_id: versionId('agent', namespace, 'open', '2.0.0'),
      },
    );
    const entry = entryId('agent', namespace, 'open');
    add(
      {
        table: 'engagement_days',
        label: namespace,
        key: `${entry} 2026-01-01 ${namespace}`,
        namespace,
        audience: 'nobody',
      },
      { entry_id: entry, day: '2026-01-01', namespace, views: 3 },
    );
    // Triggers count them.
    for (const kind of kinds) {
      for (const subject of [entryId(kind, namespace, 'open'), versionId(kind, namespace, 'open', '2.0.0')])
        rows.push({
          ...{ table: 'usage_days', label: `${kind} of ${namespace}`, key: `${subject} ${namespace}` },
          ...{ namespace, audience: 'nobody' },
        });
    }
  }

  /** What is metered, numbered and not yet, the total, and a quota that nothing here reaches. */
  function addUsage(namespace: string, seq: number) {
    const audience = 'publishers';
    for (const numbered of [true, false]) {
      const id = idOf(`usage ${namespace} ${numbered}`);
      add(
        {
          table: 'usage_records',
          label: `${namespace} ${numbered}`,
          key: id,
          namespace,
          audience: numbered ? audience : 'nobody',
        },
        {
          ...{ id, namespace, meter: 'RUNS', quantity: 1, source_type: 'RUN', source_id: runId(namespace) },
          ...(numbered ? { seq, total: 1 } : {}),
        },
      );
    }
    add(
      { table: 'usage_totals', label: namespace, key: `${namespace} RUNS`, namespace, audience },
      { namespace, meter: 'RUNS', total: 1 },
    );
    const record = idOf(`usage ${namespace} true`);
    add(
      { table: 'billing_exports', label: namespace, key: record, namespace, audience: 'nobody' },
      { record_id: record, seq, namespace },
    );
    add(
      { table: 'billing_customers', label: namespace, key: namespace, namespace, audience: 'nobody' },
      { namespace, customer: 'cus_1' },
    );
    add(
      { table: 'namespace_quotas', label: namespace, key: `${namespace} VERSIONS`, namespace, audience },
      { namespace, quota: 'VERSIONS', most: 1_000_000 },
    );
  }

  /** Of what is public and of what is not, by some of each tenant; of the other's, too. */
  function addRatings(namespace: string) {
    const { viewer, publisher, otherPublisher } = actors;
    const raters = namespace === 'acme' ? [viewer, publisher, otherPublisher] : [otherPublisher, viewer];
    const rate = (slug: string, audience: Audience, by: readonly { id: string; own: string; name: string }[]) => {
      const template = entryId('template', namespace, slug);
      for (const { id, name, own } of by) {
        add(
          {
            table: 'template_ratings',
            label: `${namespace}/${slug} by ${name}`,
            key: `${template} ${id}`,
            namespace: own,
            audience: 'its actor',
            actor: id,
          },
          { template_id: template, rater: id, stars: 4, comment: 'Fine.', rated_at: '2026-01-01' },
        );
      }
      // A trigger counts them.
      rows.push({ table: 'template_rating_counts', label: `${namespace}/${slug}`, key: template, namespace, audience });
    };
    rate('open', 'everyone', raters);
    rate('inner', 'members', raters.slice(0, 1));
    rate('lent', 'members', raters.slice(0, 1));
    // The world's ratings are private; these are the comments of strangers, as the trigger would list them.
    const comment = (id: string, slug: string, audience: Audience, more: Record<string, unknown> = {}) =>
      add(
        { table: 'rating_comments', label: `${namespace}/${slug} for ${audience}`, key: id, namespace, audience },
        {
          ...{ id, template_id: entryId('template', namespace, slug), author: idOf(`user ${id}`) },
          ...{ stars: 4, comment: 'Fine.', rated_at: '2026-01-01', ...more },
        },
      );
    const hidden = { hidden_at: '2026-01-02', hidden_by: idOf('user nobody'), hidden_reason: 'Spam.' };
    comment(commentId(namespace), 'open', 'everyone');
    comment(innerCommentId(namespace), 'inner', 'members');
    comment(idOf(`lent comment ${namespace}`), 'lent', 'members');
    comment(hiddenCommentId(namespace), 'open', 'admins', hidden);
    comment(takenBackCommentId(namespace), 'open', 'admins', { comment: null });
    add(
      {
        table: 'comment_reports',
        label: namespace,
        key: `${commentId(namespace)} ${idOf('user reporter')}`,
        namespace,
        audience: 'admins',
      },
      { comment_id: commentId(namespace), reporter: idOf('user reporter'), reason: 'Spam.' },
    );
    // Rated before it lost its release, which no rule allows now.
    const early = entryId('template', namespace, 'early');
    add(
      { table: 'template_rating_counts', label: `${namespace}/early`, key: early, namespace, audience: 'publishers' },
      { template_id: early, counts: '{0,0,0,1,0}' },
    );
  }

  function addEvents() {
    let head = 0;
    const happened = (
      action: string,
      kind: KindName,
      namespace: string,
      slug: string,
      audience: Audience,
      {
        tenant = namespace,
        report = false,
        heard = null as string | null,
        version = null as string | null,
        recipient = null as string | null,
      } = {},
    ) => {
      const label = `${action} ${kind} ${namespace}/${slug} by ${tenant} for ${recipient ?? ''} ${heard ?? version ?? audience}`;
      const id = idOf(`event ${label} ${audience}`);
      const numbered = audience !== 'nobody' || heard !== null;
      add(
        { table: 'registry_events', label, key: id, namespace: recipient ?? tenant, audience },
        {
          id,
          seq: numbered ? ++head : null,
          type: `${kind}.updated`,
          action,
          kind: kind.toUpperCase(),
          entry_id: slug === '' ? null : entryId(kind, namespace, slug),
          slug: slug || null,
          namespace,
          tenant,
          report_id: report ? reportId(namespace) : null,
          version,
          correlation_id: 'c',
          ...(heard ? { audience: heard, recipient } : {}),
        },
      );
    };
    for (const namespace of tenants) {
      for (const kind of kinds) {
        happened('PUBLISHED', kind, namespace, 'open', 'everyone');
        happened('ROLLED_BACK', kind, namespace, 'open', 'everyone');
        happened('DEPRECATED', kind, namespace, 'old', 'everyone');
        happened('REMOVED', kind, namespace, 'gone', 'members');
        happened('REMOVED', kind, namespace, 'gone', 'outsiders', { heard: 'WITHDRAWAL' });
        happened('VISIBILITY_CHANGED', kind, namespace, 'closed', 'members');
        happened('VISIBILITY_CHANGED', kind, namespace, 'closed', 'outsiders', { heard: 'WITHDRAWAL' });
        happened('PUBLISHED', kind, namespace, 'open', 'members', { version: '1.5.0' });
        happened('PROMOTED', kind, namespace, 'open', 'members', { heard: 'NAMESPACE' });
        happened('PROMOTED', kind, namespace, 'open', 'outsiders', { heard: 'OTHERS' });
        // In the place of what is for its namespace only, and of what nobody outside of it sees now.
        happened('PROMOTED', kind, namespace, 'closed', 'nobody', { heard: 'OTHERS' });
        happened('PUBLISHED', kind, namespace, 'covered', 'members');
        happened('PUBLISHED', kind, namespace, 'inner', 'members');
        const recipient = tenants.find((each) => each !== namespace) ?? namespace;
        happened('PUBLISHED', kind, namespace, 'lent', 'members');
        happened('PUBLISHED', kind, namespace, 'lent', 'members', { heard: 'SHARE', recipient });
        happened('PUBLISHED', kind, namespace, 'lent', 'nobody', { heard: 'SHARE', recipient: 'initech' });
        // Of what it does not see any more: that it was taken, and nothing else.
        happened('PUBLISHED', kind, namespace, 'inner', 'nobody', { heard: 'SHARE', recipient });
        happened('UNSHARED', kind, namespace, 'inner', 'members', { heard: 'SHARE_WITHDRAWAL', recipient });
        happened('UNSHARED', kind, namespace, 'inner', 'nobody', { heard: 'SHARE_WITHDRAWAL', recipient: 'initech' });
        happened('SHARE_DECLINED', kind, namespace, 'inner', 'members', { heard: 'SHARE_WITHDRAWAL', recipient });
        happened('DISABLED', kind, namespace, 'off', 'members');
        happened('DRAFTED', kind, namespace, 'open', 'publishers');
        happened('DRAFTED', kind, namespace, 'inner', 'publishers');
        happened('DRAFTED', kind, namespace, 'sketch', 'publishers');
        happened('VALIDATION_FAILED', kind, namespace, 'open', 'publishers', { report: kind === 'agent' });
        happened('VALIDATION_FAILED', kind, namespace, '', 'publishers');
        happened('PUBLISHED', kind, namespace, 'open', 'nobody');
      }
      const tenant = namespace === 'acme' ? 'globex' : 'acme';
      happened('INSTANTIATED', 'template', namespace, 'open', 'members');
      happened('INSTANTIATED', 'template', namespace, 'open', 'members', { tenant });
      happened('RATED', 'template', namespace, 'open', 'members');
      happened('RATED', 'template', namespace, 'open', 'members', { tenant });
      // Of what the other tenant does not see any more.
      happened('RATED', 'template', namespace, 'inner', 'members');
      happened('RATED', 'template', namespace, 'inner', 'nobody', { tenant });
    }
    statements.push(`update nofx.registry_feed set head = ${head};`);
  }
}

function insert(table: string, values: Record<string, unknown>): string {
  const literal = (value: unknown) =>
    value === null ? 'null' : pg.escapeLiteral(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return `insert into nofx.${table} (${Object.keys(values).join(', ')}) values (${Object.values(values).map(literal).join(', ')});`;
}
