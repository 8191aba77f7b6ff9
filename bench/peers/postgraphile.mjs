// Plain JavaScript: its types are in bench/node_modules, which the root's type check must not need.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { ready } from './ready.ts';
import { settingsOfAnon } from './settings.ts';

/** PostGraphile as its documentation sets it up, over the same tables: each request is `anon`, so that policies apply. */
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['nofx', 'bench'],
      poolConfig: { max: Number(process.env.CONNECTIONS) },
      // The login role itself has no rights: the schema is what `anon` may use.
      pgSettingsForIntrospection: { role: 'anon' },
    }),
  ],
  grafast: { context: { pgSettings: settingsOfAnon } },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
};

const instance = postgraphile(preset);
await instance.getSchema();
const server = createServer();
await instance.createServ(grafserv).addTo(server);
ready(server);
