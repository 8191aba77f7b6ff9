/** `npm run bench:console`: how long the console takes to respond to its main interactions, in a real Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { misused, usage } from '../packages/node/usage.ts';
import { openPage } from '../tests/support/browser.ts';
import build from '../tests/support/built.setup.ts';
import { agent } from '../tests/support/definitions.ts';
import { startGateway } from '../tests/support/gateway.ts';
import { seedManyEntries } from '../tests/support/manyEntries.ts';
import { restClient } from '../tests/support/rest.ts';
import { tokenFor } from '../tests/support/token.ts';
import { interactionsOf } from './console/interactions.ts';
import { collectTimings } from './console/timings.ts';
import { quantile } from './load.ts';

const text = `Usage: npm run bench:console [-- --rounds <number>]

Starts a gateway with 10,000 agents, drives its console in Chromium, and prints p50 and p95 of each interaction: from
the input to the next frame that shows its effect, by the Event Timing API, in milliseconds. What the server takes to
answer is not in it.

  --rounds <number>  how often each interaction is repeated (default: 10)
  --help             show this help`;

usage(text, ['--rounds']);
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) misused('--rounds must be a whole number above 0.', text);
await main();

async function main() {
  await build();
  const dataDir = await mkdtemp(join(tmpdir(), 'nofx-bench-console-'));
  await seedManyEntries(dataDir);
  const gateway = await startGateway(dataDir, { REGISTRY_RATE_LIMITS: 'off' });
  const publisher = restClient(gateway.url, await tokenFor(dataDir));
  for (const version of ['1.0.0', '1.1.0'])
    await publisher.post('/api/agents/publish', agent({ agentId: 'measured', name: 'Measured', version }));
  const { page, close } = await openPage();
  try {
    const timings = await collectTimings(page);
    const durations = new Map<string, number[]>();
    for (let round = 0; round <= rounds; round += 1) {
      for await (const { name, ...interaction } of interactionsOf(page, new URL('/', gateway.url).href)) {
        const found = 'act' in interaction ? await timings.during(interaction.act) : [await interaction.measure()];
        // The first round loads what the pages need.
        if (round > 0) durations.set(name, [...(durations.get(name) ?? []), ...found]);
      }
    }
    print(durations);
  } finally {
    await close();
    await gateway.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

function print(durations: ReadonlyMap<string, number[]>) {
  console.log('| interaction | inputs | p50 | p95 |\n| --- | ---: | ---: | ---: |');
  for (const [name, found] of durations) {
    found.sort((a, b) => a - b);
    console.log(
      `| ${name} | ${found.length} | ${Math.round(quantile(found, 0.5))} ms | ${Math.round(quantile(found, 0.95))} ms |`,
    );
  }
}
