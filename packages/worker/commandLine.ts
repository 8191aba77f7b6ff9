import { Command } from 'commander';
import { optionsTakenByNpm } from '../node/npmOptions.ts';
import { WorkerProblem } from './problem.ts';
import type { Options } from './settings.ts';

const description = `Keeps a verified copy of the agents of a registry, and does the steps of its runs.

The copy is brought up to date by the registry's feed, and can be used while the gateway is away.
With --exec or --endpoint it claims steps of runs, hands each to that executor as one JSON document,
and reports what comes back. Without one it only keeps its copy. See docs/worker.md.`;

const environment = `
Environment:
  REGISTRY_URL, REGISTRY_TOKEN    the gateway, and who the worker is: a publisher, to do steps
  REGISTRY_DATA_DIR               data folder of a gateway on this machine, used without REGISTRY_URL (default: .registry)
  REGISTRY_TOKEN_FILE             a file with the token, read again for each request
  REGISTRY_WORKER_DIR             where the copy is kept (.registry/worker)
  REGISTRY_WORKER_NAME            its name in the runs
  REGISTRY_WORKER_ALLOW_HOSTS     hosts and networks that MCP servers may be at although they are not public
  REGISTRY_WORKER_VARIABLES       names of the variables that agents may have, separated by commas (default: none)
  REGISTRY_WORKER_ENDPOINT_TOKEN  sent to --endpoint as a bearer token
  REGISTRY_STDIO_COMMANDS         commands that MCP servers may be started with

Exit codes: 0 stopped as asked, 1 failed, 2 told something that cannot be.

Examples:
  npm run worker
  npm run worker -- --agents code-reviewer,docs-writer --exec "node my-agent.js"
  npm run worker -- --endpoint http://127.0.0.1:8080/steps --concurrency 4
`;

/** The options as they were typed, unchecked; it throws where commander would exit. */
export function readCommandLine(argv: readonly string[]): Options {
  const command = new Command('worker')
    .usage('[options]')
    .description(description)
    .option(
      '--url <address>',
      'gateway URL (env: REGISTRY_URL; default: the gateway of REGISTRY_DATA_DIR, else http://127.0.0.1:4000/graphql)',
    )
    .option('--agents <ids>', 'ids of the agents to serve, separated by commas (default: all that the worker can see)')
    .option('--exec <command>', 'executor: a command that is started for each step, without a shell')
    .option('--endpoint <url>', 'executor: a URL that each step is posted to')
    .option('--concurrency <count>', 'number of steps executed at the same time (default: 1)')
    .option('--lease <seconds>', 'lease in seconds; a claim expires if the worker stops reporting (default: 60)')
    .option('--timeout <seconds>', 'timeout of a step whose agent does not set one (default: 600)')
    .option('--grace <seconds>', 'how long running steps may continue when the worker is stopped (default: 30)')
    .option('--name <name>', 'name of the worker in runs (default: the host name and the process id)')
    .option('--dir <folder>', 'folder of the copy (env: REGISTRY_WORKER_DIR, default: .registry/worker)')
    .option('--transport <transport>', 'protocol of the feed: ws, or sse where WebSockets are blocked (default: ws)')
    .option('--start-again', 'ignore the stored cursor and compare the whole copy with the gateway')
    .addHelpText('after', environment)
    .exitOverride()
    .allowExcessArguments(false);
  const taken = optionsTakenByNpm(command.options, argv.slice(2));
  if (taken) throw new WorkerProblem(`${taken.message} ${taken.hint}`, { exitCode: 2 });
  return command.parse([...argv]).opts<Options>();
}
