/** The one direction of imports: each module imports only what its line names. See docs/architecture.md. */
const modules = {
  api: '^api/',
  server: '^server/',
  schema: '^schema/',
  resolvers: '^src/resolvers/',
  loaders: '^src/loaders/',
  registry: '^src/registry/',
  webhooks: '^src/webhooks/',
  feed: '^src/feed/',
  artifacts: '^src/artifacts/',
  db: '^src/db/',
  manifest: '^packages/manifest/',
  node: '^packages/node/',
  client: '^packages/client/',
  cli: '^packages/cli/',
  worker: '^packages/worker/',
  console: '^packages/console/',
};

/** What every module of the gateway may import. */
const common = [modules.manifest, '^src/(base64|errors|viewer)\\.ts$', '^packages/node/tracing\\.ts$'];

/** From a module to those that it may import besides itself and what is common. */
const may = {
  schema: ['resolvers', 'loaders', 'registry', 'db'],
  resolvers: ['loaders', 'registry', 'webhooks', 'feed', 'db', 'artifacts'],
  loaders: ['db', 'artifacts'],
  registry: ['webhooks', 'feed', 'artifacts', 'db'],
  webhooks: ['feed', 'db', 'node'],
  feed: ['db', 'node'],
  artifacts: ['node'],
  db: [],
};

/** From a folder of the server to those that it may import; `main.ts`, `serve.ts`, `compose.ts` and `listen.ts` stand above all. */
const serverFolders = {
  functions: ['websocket', 'rest', 'graphql', 'http', 'telemetry', 'access', 'open', 'edge'],
  websocket: ['graphql', 'http', 'telemetry', 'access'],
  rest: ['sse', 'graphql', 'http', 'telemetry', 'access', 'open'],
  sse: [],
  graphql: ['http', 'telemetry', 'access', 'open'],
  http: ['access', 'open'],
  telemetry: ['access', 'open'],
  access: ['open'],
  open: ['edge'],
  edge: [],
};

/** The same for the contract of a definition; `index.ts` stands above all. */
const manifestFolders = {
  schemas: ['mcp', 'contract'],
  read: ['compat', 'mcp', 'checks', 'contract', 'jsonSchema', 'semver', 'values', 'secrets'],
  compat: ['contract', 'values'],
  compatibility: ['mcp', 'contract', 'jsonSchema', 'semver', 'values'],
  upgrade: ['contract', 'jsonSchema', 'values'],
  mcp: ['checks', 'contract', 'values', 'secrets'],
  checks: ['contract', 'jsonSchema', 'semver', 'values', 'secrets'],
  contract: ['jsonSchema', 'semver', 'values', 'secrets'],
  jsonSchema: ['values'],
  values: ['secrets'],
  secrets: [],
  semver: [],
  registry: [],
};

/** Programs that talk to the endpoint, and the packages that they are made of. */
const packages = {
  manifest: [],
  node: ['manifest'],
  client: ['manifest'],
  cli: ['client', 'manifest', 'node'],
  worker: ['client', 'manifest', 'node'],
  console: ['client', 'manifest'],
};

const rule = ([name, others], always) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: modules[name] },
  to: {
    path: '^(api|server|schema|src|packages|scripts|supabase|tests)/',
    pathNot: [modules[name], ...others.map((other) => modules[other]), ...always],
  },
});

/** A rule for each folder of a module whose folders have one direction of their own. */
const folderRules = (module, folders, always) => [
  ...Object.entries(folders).map(([folder, others]) => ({
    name: `${module}-${folder}-imports-only-what-it-may`,
    severity: 'error',
    from: { path: `${modules[module]}${folder}/` },
    to: {
      path: modules[module],
      pathNot: [folder, ...others].map((other) => `${modules[module]}${other}/`).concat(always[folder] ?? []),
    },
  })),
  {
    name: `every-folder-of-${module}-has-a-rule`,
    severity: 'error',
    from: { path: `${modules[module]}(?!(?:${Object.keys(folders).join('|')})/)[^/]+/.+\\.ts$` },
    to: { path: '.' },
  },
];

module.exports = {
  forbidden: [
    ...Object.entries(may).map((entry) => rule(entry, common)),
    ...Object.entries(packages).map((entry) => rule(entry, [])),
    ...folderRules('server', serverFolders, { functions: ['^server/compose\\.ts$'] }),
    ...folderRules('manifest', manifestFolders, {}),
    {
      name: 'packages-import-each-other-as-others-do',
      comment: 'By what their package.json exports: the build turns these imports into the names of the packages.',
      severity: 'error',
      from: { path: '^packages/(client|cli|node|worker|console)/' },
      to: {
        path: '^packages/(client|manifest|cli|worker|console)/',
        pathNot: ['^packages/$1/', '^packages/(client|manifest)/index\\.ts$'],
      },
    },
    {
      name: 'only-entry-points-import-the-server',
      severity: 'error',
      from: { path: '.', pathNot: ['^api/', '^server/', '^scripts/', '^supabase/functions/'] },
      to: { path: modules.server },
    },
    {
      name: 'schema-has-no-sql',
      comment: 'Types of rows are fine; statements are not.',
      severity: 'error',
      from: { path: modules.schema },
      to: { path: '^(node_modules/)?(kysely|pg|@electric-sql)' },
    },
    {
      name: 'functions-hold-no-logic',
      severity: 'error',
      from: { path: '^server/functions/entries/' },
      to: { path: '.', pathNot: ['^server/functions/', modules.registry] },
    },
    {
      name: 'vercel-runs-bundled-functions',
      severity: 'error',
      from: { path: modules.api },
      to: { path: '.', pathNot: '^[./]*server/functions/bundled/' },
    },
    {
      name: 'edge-functions-call-the-use-cases',
      comment: 'Of the server they take who is asking and how it is answered, no engine.',
      severity: 'error',
      from: { path: '^supabase/functions/' },
      to: {
        path: '^(api|server|schema|src|packages|scripts|tests)/',
        pathNot: [...common, modules.registry, modules.feed, modules.artifacts, modules.db, '^server/(open|access)/'],
      },
    },
    {
      name: 'nothing-imports-edge-functions',
      severity: 'error',
      from: { path: '^(api|server|schema|src|packages|scripts)/' },
      to: { path: '^supabase/functions/' },
    },
    {
      name: 'functions-carry-no-embedded-database-and-no-pages',
      comment:
        'Megabytes that a function never uses, loaded at each cold start: main.ts has them, and scripts/buildStatic.ts.',
      severity: 'error',
      from: { path: '^server/functions/entries/' },
      to: {
        path: '^(src/db/pglite|server/(open/embedded|graphql/playground|listen|rest/docs))\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'errors-import-only-the-list-of-codes',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '.', pathNot: modules.manifest },
    },
    {
      name: 'manifest-has-no-node-apis',
      comment: 'Deno and a browser import it.',
      severity: 'error',
      from: { path: modules.manifest },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-preview-command-reaches-the-database',
      comment: 'A preview is made of migrations.',
      severity: 'error',
      from: { path: '^(packages/cli|scripts/registry)/', pathNot: '^scripts/registry/preview\\.ts$' },
      to: { path: '^scripts/preview/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(api|server|schema|src|packages|scripts)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/(client/generated|[a-z]+/dist)/|^server/functions/bundled/.+\\.mjs$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
