/** Checks README and docs against what exists: links, paths, commands, GraphQL, variables, codes and routes. */
import { posix } from 'node:path';
import { createProgram } from '../packages/cli/program.ts';
import { errorCodes, eventActions } from '../packages/manifest/index.ts';
import { issueCodes } from '../packages/manifest/values/issueCodes.ts';
import { environmentVariables } from '../server/open/env.ts';
import { checkCommands } from './docs/commands.ts';
import { type Complete, checkComplete, checkDecisions } from './docs/complete.ts';
import { namesOfOthers } from './docs/elsewhere.ts';
import { checkGraphql, readSchema } from './docs/graphql.ts';
import { checkIssueCodes } from './docs/issueCodes.ts';
import { checkLinks } from './docs/links.ts';
import { checkNames, variablesIn, wordsInCapitals } from './docs/names.ts';
import { type Page, parsePage } from './docs/page.ts';
import { checkPaths } from './docs/paths.ts';
import { openRepository } from './docs/repository.ts';
import { checkRoutes, routesOf } from './docs/routes.ts';
import { checkTrees } from './docs/trees.ts';
import { preview } from './registry/preview.ts';

const repository = openRepository();
const isPage = (file: string) =>
  file.endsWith('.md') && !/^(tests\/fixtures|packages\/shared\/(agents|templates))\//.test(file);
const pages = new Map<string, Page>(
  repository.files.filter(isPage).map((path) => [path, parsePage(path, repository.read(path))]),
);
const isSource = (file: string) =>
  /\.(ts|mjs|sql|graphql|ya?ml)$|^packages\/shared\/.*\.json$|^(\.ci\/run|package\.json)$/.test(file);
const sources = new Map(repository.files.filter(isSource).map((file) => [file, repository.read(file)]));
const source = [...sources.values()].join('\n');

const schema = readSchema(repository.read('schema/schema.graphql'));
const routes = routesOf(JSON.parse(repository.read('docs/openapi.json')));
const words = new Set([...wordsInCapitals(source), ...namesOfOthers]);
const variables = new Set([...sources].flatMap(([file, text]) => (file.startsWith('tests/') ? [] : variablesIn(text))));
/** A validation report has error codes in lower case, too. */
const codes = new Set([...issueCodes, ...[...words].map((word) => word.toLowerCase())]);
const names = new Set([...codes, ...(source.match(/\b[a-z]+(_[a-z0-9]+)+\b/g) ?? []), ...namesOfOthers]);
const programs = {
  scripts: JSON.parse(repository.read('package.json')).scripts,
  cli: createProgram([preview]),
  options: new Set(source.match(/--[a-z][a-z-]+/g) ?? []),
  sourceOf: (file: string) =>
    [...sources]
      .filter(([path]) => posix.dirname(path) === posix.dirname(file))
      .map(([, text]) => text)
      .join('\n'),
};

const telemetry = [...sources].map(([file, text]) => (file.startsWith('server/telemetry/') ? text : '')).join('\n');

/** Only Vercel sets `VERCEL`. */
const complete: Complete[] = [
  {
    page: 'docs/operations.md',
    what: 'environment variable',
    names: environmentVariables.filter((name) => name !== 'VERCEL'),
  },
  { page: 'docs/api.md', what: 'error code', names: Object.keys(errorCodes) },
  { page: 'docs/api.md', what: 'mutation', names: Object.keys(schema.getMutationType()?.getFields() ?? {}) },
  { page: 'docs/api.md', what: 'event action', names: eventActions },
  {
    page: 'docs/operations.md',
    what: 'metric',
    names: [...telemetry.matchAll(/\bname: '(registry_[a-z_]+)'/g)].map(([, name = '']) => name),
  },
  { page: 'docs/issue-codes.md', what: 'issue code', names: issueCodes },
  {
    page: 'docs/worker.md',
    what: 'environment variable',
    names: [...variables].filter((name) => name.startsWith('REGISTRY_WORKER_')),
  },
  { page: 'docs/cli.md', what: 'command', names: programs.cli.commands.map((command) => command.name()) },
];

let count = 0;
for (const page of pages.values()) {
  // The changelog uses the names of its time.
  const isHistory = page.path === 'CHANGELOG.md';
  const problems = [
    ...checkLinks(page, pages, repository),
    ...checkComplete(page, complete),
    ...checkDecisions(page, repository.files),
    ...(isHistory
      ? []
      : [
          ...checkPaths(page, repository),
          ...checkTrees(page, repository),
          ...checkCommands(page, programs),
          ...checkGraphql(page, schema),
          ...checkNames(page, words, variables),
          ...checkIssueCodes(page, page.path === 'docs/issue-codes.md' ? codes : names),
          ...checkRoutes(page, routes),
        ]),
  ].sort((a, b) => a.line - b.line);
  for (const { line, message } of problems) console.error(`${page.path}:${line}  ${message}`);
  count += problems.length;
}
if (count > 0) process.exitCode = 1;
else console.log(`${pages.size} pages, nothing in them that does not exist.`);
