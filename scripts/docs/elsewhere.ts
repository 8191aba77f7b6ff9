/** Folders and files that a reader makes with the commands of a page, or that a program makes when it runs. */
const made = [
  'packages/shared/agents/standup-writer',
  'packages/shared/templates/standup-round',
  'tests/*.json', // of a template
  'your-repository/',
  'node_modules/',
  'tests/platform/node_modules/',
  '.registry/', // REGISTRY_DATA_DIR
  'artifacts/',
  'packages/*/dist',
  'packages/<name>/dist',
  'tarballs/',
  'coverage/',
];

/** Whether a path in the docs is one that the repository does not have, on purpose. */
export const isMadeByReader = (path: string): boolean => made.some((each) => path.startsWith(each));

/** Names of other programs, which our source does not contain. */
export const namesOfOthers = [
  'FUNCTION_PAYLOAD_TOO_LARGE', // Vercel
  'NODE_USE_ENV_PROXY', // Node
  'max_prepared_statements', // PgBouncer
  'pool_timeout', // Supavisor
  'registry_versions', // Stripe: the name of a meter event is made from that of a meter
  'registry_active_private_versions',
  'pg_cron', // Postgres extensions
  'pg_net',
  'WEBHOOK_SECRET', // of a receiver of webhooks
];
