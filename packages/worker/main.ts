import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { GatewayRefused } from '../client/index.ts';
import { FolderInUse } from '../node/lockFolder.ts';
import { FolderUnusable } from '../node/makeFolder.ts';
import { openTracing } from '../node/openTracing.ts';
import { ProxyInvalid, useProxy } from '../node/proxy.ts';
import { readCommandLine } from './commandLine.ts';
import { reportVariables } from './document/wantedVariables.ts';
import { executorFrom } from './executorFrom.ts';
import type { Log } from './log.ts';
import { messageOf, WorkerProblem } from './problem.ts';
import { nameOf, readSettings, type Settings, tokenOf } from './settings.ts';
import { openWorker, type Worker } from './worker.ts';

/** Without control and bidi characters: messages come from gateways and executors, too. */
const shown = (message: string): string => message.replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, ' ');

const line = (write: (text: string) => void, mark: string) => (message: string) =>
  write(`${new Date().toISOString()} ${mark}${shown(message)}`);
const log: Log = {
  info: line(console.log, ''),
  warn: line(console.error, 'Warning: '),
  error: line(console.error, 'Error: '),
};

/** Starts the worker and runs it until a signal stops it. */
async function main() {
  const settings = readSettings(readCommandLine(process.argv));
  const proxies = useProxy();
  const executor = executorFrom(settings);
  introduce(settings, executor?.description, proxies);
  const tracing = await openTracing(settings, {
    service: { name: 'nofx-worker' },
    onProblem: (cause) =>
      log.warn(`Traces cannot be exported (${cause}); spans are dropped until the collector responds.`),
    onRecovered: () => log.info('Traces are exported again.'),
  });
  const source = { environment: process.env, allowed: settings.REGISTRY_WORKER_VARIABLES };
  const worker = await openWorker({
    url: settings.REGISTRY_URL,
    token: tokenOf(settings),
    folder: resolve(settings.REGISTRY_WORKER_DIR),
    agents: settings.agents,
    startAgain: settings.startAgain,
    transport: settings.transport,
    stdioCommands: settings.REGISTRY_STDIO_COMMANDS,
    work: executor && {
      executor,
      name: nameOf(settings),
      concurrency: settings.concurrency,
      leaseSeconds: settings.lease,
      timeoutSeconds: settings.timeout,
      rules: {
        variables: source,
        allowHosts: settings.REGISTRY_WORKER_ALLOW_HOSTS,
      },
    },
    log,
    tracing,
  });
  worker.lost.addEventListener('abort', () => {
    log.error(messageOf(worker.lost.reason));
    process.exit(1);
  });
  if (executor) {
    const parts = { copy: worker.copy, source, log };
    worker.events.on('updated', (changes) => {
      const current = changes.filter(({ after, status }) => after !== null && status !== null);
      reportVariables(current, parts).catch((error) => log.error(messageOf(error)));
    });
    await reportVariables(worker.copy.agents(), parts);
  }
  let stopping: Promise<void> | undefined;
  const stop = (graceMs: number, exitCode: number) => {
    stopping ??= worker.close({ graceMs }).then(async () => {
      await tracing?.close();
      console.error(`${new Date().toISOString()} Stopped. ${await summaryOf(worker)}`);
      process.exit(exitCode);
    });
  };
  let signalledAt = 0;
  const signalled = () => {
    // npm forwards a signal that the terminal has already sent to the whole group: the same one, twice.
    const isTheSame = performance.now() - signalledAt < 500;
    if (stopping && isTheSame) return;
    signalledAt = performance.now();
    if (stopping) {
      console.error('Stopping now. Another worker can claim the running steps when their leases expire.');
      process.exit(1);
    }
    log.info('Stopping…');
    stop(settings.grace * 1_000, 0);
  };
  process.on('SIGINT', signalled);
  process.on('SIGTERM', signalled);
  const count = await countOf(worker);
  log.info(
    `Ready: ${agentsOf(count)} in the copy${worker.isConnected ? '' : ', the gateway is unreachable'}. Ctrl-C stops it.`,
  );
  const problem = await worker.followed;
  if (problem && !executor) stop(0, 1); // It has no other task.
}

const agentsOf = (count: number): string => `${count} ${count === 1 ? 'agent' : 'agents'}`;

async function countOf({ copy }: Worker): Promise<number> {
  let count = 0;
  for await (const _ of copy.agents()) count += 1;
  return count;
}

/** Summary at the end: the steps and the state of the copy. */
async function summaryOf(worker: Worker): Promise<string> {
  const { tally } = worker;
  const steps = tally
    ? `Steps: ${tally.succeeded} succeeded, ${tally.failed} failed, ${tally.givenUp} abandoned. `
    : '';
  const cursor = await worker.cursor();
  return `${steps}Copy: ${agentsOf(await countOf(worker))}, ${cursor === null ? 'incomplete' : `up to event ${cursor}`}.`;
}

function introduce(settings: Settings, does: string | undefined, proxies: readonly string[]) {
  const {
    REGISTRY_TOKEN,
    REGISTRY_TOKEN_FILE,
    REGISTRY_WORKER_VARIABLES: variables = [],
    concurrency,
    lease,
  } = settings;
  const who = REGISTRY_TOKEN_FILE
    ? `token in ${REGISTRY_TOKEN_FILE}`
    : REGISTRY_TOKEN
      ? 'by REGISTRY_TOKEN'
      : 'anonymous: public agents only';
  const work = does
    ? `${does}, ${concurrency} at a time, lease ${lease} s`
    : 'none, only the copy is kept (set an executor with --exec or --endpoint)';
  console.log(`
  Worker    ${nameOf(settings)}, ${who}
  Gateway   ${settings.REGISTRY_URL}${settings.urlReason ? `\n            ${settings.urlReason}` : ''}${proxies.length > 0 ? `\n  Proxy     of ${proxies.join(' and ')}` : ''}
  Agents    ${settings.agents.length > 0 ? settings.agents.join(', ') : 'all that the worker can see'}
  Copy      ${resolve(settings.REGISTRY_WORKER_DIR)}
  Steps     ${work}${does ? `\n  Variables ${variables.join(', ') || 'none (list the variables for agents in REGISTRY_WORKER_VARIABLES)'}` : ''}
`);
}

main().catch((error) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const isExpected = [WorkerProblem, ProxyInvalid, FolderInUse, FolderUnusable, GatewayRefused].some(
    (kind) => error instanceof kind,
  );
  if (error instanceof GatewayRefused)
    console.error(shown(`The gateway refused the request: ${error.message}${error.code ? ` (${error.code})` : ''}`));
  else console.error(isExpected ? shown(messageOf(error)) : error);
  process.exit(error instanceof WorkerProblem ? error.exitCode : error instanceof ProxyInvalid ? 2 : 1);
});
