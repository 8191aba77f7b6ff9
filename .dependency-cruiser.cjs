/** The one natural way: each room imports only from those that stand to its right. See docs/architecture.md. */
const rooms = {
  server: '^src/server/',
  schema: '^schema/',
  resolvers: '^src/resolvers/',
  loaders: '^src/loaders/',
  registry: '^src/registry/',
  feed: '^src/feed/',
  artifacts: '^src/artifacts/',
  db: '^src/db/',
  client: '^packages/client/',
  worker: '^src/worker/',
  scripts: '^scripts/',
};

/** What anyone may import. */
const common = ['^packages/shared/', '^src/errors\\.ts$', '^src/viewer\\.ts$'];

const may = {
  schema: ['schema', 'resolvers', 'loaders', 'registry', 'db'],
  resolvers: ['resolvers', 'loaders', 'registry', 'feed', 'db', 'artifacts'],
  loaders: ['loaders', 'db', 'artifacts'],
  registry: ['registry', 'feed', 'artifacts', 'db'],
  feed: ['feed', 'db'],
  artifacts: ['artifacts'],
  db: ['db'],
  client: ['client'],
  worker: ['worker', 'client'],
};

const only = Object.entries(may).map(([room, others]) => ({
  name: `${room}-imports-only-to-its-right`,
  severity: 'error',
  from: { path: rooms[room] },
  to: {
    path: '^(src|schema|packages|scripts|api|tests)/',
    pathNot: [...others.map((other) => rooms[other]), ...common],
  },
}));

module.exports = {
  forbidden: [
    ...only,
    {
      name: 'schema-knows-no-sql',
      comment: 'Types of rows are fine; statements are not.',
      severity: 'error',
      from: { path: '^schema/' },
      to: { path: '^(node_modules/)?(kysely|pg|@electric-sql)' },
    },
    {
      name: 'functions-hold-no-logic',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '.', pathNot: ['^src/server/functions/', rooms.registry] },
    },
    {
      name: 'edge-functions-call-the-use-cases',
      comment:
        'They are a door beside the gateway: of the server they take who is asking and how it is answered, no engine.',
      severity: 'error',
      from: { path: '^supabase/functions/' },
      to: {
        path: '^(src|schema|packages|scripts|api|tests)/',
        pathNot: [
          rooms.registry,
          rooms.feed,
          rooms.artifacts,
          rooms.db,
          ...common,
          '^src/resolvers/files\\.ts$',
          '^src/server/(auth|connectTo|correlation|env|nesting|services|rest/(idempotencyKey|problem))\\.ts$',
        ],
      },
    },
    {
      name: 'nobody-imports-edge-functions',
      severity: 'error',
      from: { path: '^(api|src|schema|packages|scripts)/' },
      to: { path: '^supabase/functions/' },
    },
    {
      name: 'functions-carry-no-embedded-database-and-no-pages',
      comment:
        'Megabytes that a function never uses, loaded at each cold start: main.ts has them, and scripts/buildStatic.ts.',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^src/(db/pglite|server/(embedded|playground|http|rest/docs))\\.ts$', reachable: true },
    },
    {
      name: 'errors-import-nothing',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'manifest-runs-anywhere',
      comment: 'Deno and a browser import it: no Node APIs, nothing of the gateway.',
      severity: 'error',
      from: { path: '^packages/shared/manifest/' },
      to: { path: '^(src|schema|scripts|packages/client|packages/shared/node)/' },
    },
    {
      name: 'manifest-has-no-node-apis',
      severity: 'error',
      from: { path: '^packages/shared/manifest/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-cli-is-a-client',
      comment: 'It talks to the endpoint, it does not reach into it.',
      severity: 'error',
      from: { path: '^scripts/registry/' },
      to: { path: '^(src|schema)/', pathNot: ['^src/errors\\.ts$'] },
    },
    {
      name: 'previews-reach-in-for-the-cli',
      comment: 'A preview is made of migrations: the one command that goes to the database, and it alone goes there.',
      severity: 'error',
      from: { path: '^scripts/registry/', pathNot: '^scripts/registry/commands/preview\\.ts$' },
      to: { path: '^scripts/preview/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(api|src|schema|packages|scripts)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/client/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
