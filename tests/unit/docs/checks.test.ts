import { Command } from 'commander';
import { expect, it } from 'vitest';
import { checkCommands } from '../../../scripts/docs/commands.ts';
import { checkComplete, checkDecisions } from '../../../scripts/docs/complete.ts';
import { checkGraphql, readSchema } from '../../../scripts/docs/graphql.ts';
import { checkIssueCodes } from '../../../scripts/docs/issueCodes.ts';
import { checkLinks } from '../../../scripts/docs/links.ts';
import { checkNames } from '../../../scripts/docs/names.ts';
import { parsePage } from '../../../scripts/docs/page.ts';
import { checkPaths } from '../../../scripts/docs/paths.ts';
import { createRepository } from '../../../scripts/docs/repository.ts';
import { checkRoutes, routesOf } from '../../../scripts/docs/routes.ts';
import { checkTrees } from '../../../scripts/docs/trees.ts';

const repository = createRepository(
  ['README.md', 'docs/api.md', 'docs/cli.md', 'src/db/agent.ts', 'src/db/run.ts'],
  () => '',
);
const page = (markdown: string) => parsePage('docs/api.md', markdown);
const fence = (language: string, text: string) => page(`\`\`\`${language}\n${text}\n\`\`\``);

it('finds links to files and headings that do not exist', () => {
  const target = parsePage('docs/cli.md', '## Dry runs\n');
  const from = page(
    [
      '[a](cli.md#dry-runs) [b](../README.md) [c](https://example.com/x)',
      '[d](gone.md)',
      '[e](cli.md#runs) ![f](x.png)',
    ].join('\n'),
  );
  expect(checkLinks(from, new Map([['docs/cli.md', target]]), repository)).toEqual([
    { line: 2, message: 'The link "gone.md" leads to docs/gone.md, which does not exist.' },
    { line: 3, message: 'The link "cli.md#runs" names the heading #runs, which docs/cli.md does not have.' },
    { line: 3, message: 'The link "x.png" leads to docs/x.png, which does not exist.' },
  ]);
});

it('finds paths that do not exist, in inline code and in commands', () => {
  const good = '`src/db/agent.ts` `src/db/<noun>.ts` `src/db` `src/…` `db/run.ts` `agent.json` `application/json`';
  expect(checkPaths(page(good), repository)).toEqual([]);
  const bad = page('`src/server/http.ts` `src/loaders/<noun>.ts`\n\n```sh\ncp -r src/gone /tmp # src/comment\n```');
  expect(checkPaths(bad, repository)).toEqual([
    { line: 1, message: 'The path "src/server/http.ts" does not exist.' },
    { line: 1, message: 'The path "src/loaders/<noun>.ts" does not exist.' },
    { line: 4, message: 'The path "src/gone" does not exist.' },
  ]);
});

it('finds scripts, commands and options that do not exist', () => {
  const cli = new Command('registry').option('--url <address>');
  cli.command('publish').alias('push').option('--dry-run');
  const programs = {
    scripts: {
      start: 'node server/main.ts',
      registry: 'node cli.ts',
      'registry:publish': 'node cli.ts publish',
      bench: 'node bench/main.ts',
    },
    cli,
    sourceOf: () => "usage(text, ['--json'])",
    options: new Set(['--json', '--dry-run']),
  };
  const check = (text: string) => checkCommands(fence('sh', text), programs).map(({ message }) => message);
  expect(
    check(
      [
        'npm start && npm ci',
        'npm run -s registry -- push --dry-run --url http://x # --gone',
        'export T=$(npm run -s registry -- publish)',
        'npm run bench -- --json',
      ].join('\n'),
    ),
  ).toEqual([]);
  expect(check('npm run gone')).toEqual(['package.json does not have a script "gone".']);
  expect(check('npm run registry -- gone x')).toEqual(['The CLI does not have a command "gone".']);
  expect(check('X=$(npm run registry -- publish --force)')).toEqual([
    '`registry publish` does not have the option --force.',
  ]);
  expect(check('npm run registry:publish \\\n  --watch')).toEqual([
    '`registry publish` does not have the option --watch.',
  ]);
  expect(check('registry publish --dry-run && registry help')).toEqual([]);
  expect(check('registry gone')).toEqual(['The CLI does not have a command "gone".']);
  expect(checkCommands(page('`--json` `--jsno` `registry -- gone`'), programs).map(({ message }) => message)).toEqual([
    'The CLI does not have a command "gone".',
    'No program has the option --jsno.',
  ]);
  expect(check('npm run bench -- --csv')).toEqual(['`npm run bench` does not have the option --csv.']);
});

it('finds GraphQL that the schema does not have', () => {
  const schema = readSchema('type Query { agent(id: ID!): Agent } type Agent { name: String }');
  expect(checkGraphql(fence('graphql', '{ agent(id: "a") { name } }'), schema)).toEqual([]);
  expect(checkGraphql(fence('graphql', '{\n  agent(id: "a") { nmae }\n}'), schema)).toEqual([
    { line: 2, message: 'Cannot query field "nmae" on type "Agent". Did you mean "name"?' },
  ]);
  const curl = 'curl -s http://x -d \'{\n  "query": "{ agents { name } }"\n}\'';
  expect(checkGraphql(fence('sh', curl), schema)).toEqual([
    { line: 2, message: 'Cannot query field "agents" on type "Query". Did you mean "agent"?' },
  ]);
  expect(checkGraphql(page('`Agent.name` `Agent.slug` `Other.field`'), schema)).toEqual([
    { line: 1, message: 'The type Agent does not have a field "slug".' },
  ]);
});

it('finds variables, codes and routes that do not exist', () => {
  expect(
    checkNames(
      page('`REGISTRY_URL` `NOT_FOUND` `REGISTRY_GONE` `GONE_TOO`'),
      new Set(['NOT_FOUND']),
      new Set(['REGISTRY_URL']),
    ),
  ).toEqual([
    { line: 1, message: 'REGISTRY_GONE is not an environment variable that anything reads.' },
    { line: 1, message: 'GONE_TOO is not in the source.' },
  ]);
  const codes = new Set(['unknown_key', 'required']);
  expect(checkIssueCodes(page('`unknown_key` `required` `unknown_kye`'), codes)).toEqual([
    { line: 1, message: '"unknown_kye" is not an issue code, and not a name of the source.' },
  ]);
  const routes = routesOf({ paths: { '/api/{kind}/{id}': { get: {} } } });
  expect(checkRoutes(page('`GET /api/agents/:id` `POST /api/agents/:id` `GET /api/agents?first=1`'), routes)).toEqual([
    { line: 1, message: 'OpenAPI does not have POST /api/agents/:id.' },
    { line: 1, message: 'OpenAPI does not have GET /api/agents.' },
  ]);
});

it('finds what exists and is not documented', () => {
  const lists = [{ page: 'docs/api.md', what: 'variable', names: ['PORT', 'HOST', 'REGISTRY_HOSTS'] }];
  expect(checkComplete(page('`PORT`, `REGISTRY_HOSTS`'), lists)).toEqual([
    { line: 1, message: 'The variable `HOST` is not documented.' },
  ]);
  const decisions = parsePage('docs/decisions/README.md', '1. [One](0001-one.md)');
  expect(checkDecisions(decisions, ['docs/decisions/0001-one.md', 'docs/decisions/0002-two.md'])).toEqual([
    { line: 1, message: 'The decision 0002-two.md is not in the list.' },
  ]);
});

it('finds paths that are missing in a folder tree', () => {
  const tree =
    'src/            code\n  db/ gone/     the database\n    agent.ts lost.ts  queries\ndocs/           pages, and/or more\nREADME.md  old.md';
  expect(checkTrees(fence('', tree), repository)).toEqual([
    { line: 3, message: 'The path "src/gone/" in the tree does not exist.' },
    { line: 4, message: 'The path "src/db/lost.ts" in the tree does not exist.' },
    { line: 6, message: 'The path "old.md" in the tree does not exist.' },
  ]);
});
