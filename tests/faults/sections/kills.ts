import { setTimeout as pause } from 'node:timers/promises';
import { compare } from '../compare.ts';
import { type Reader, startReaders } from '../readers.ts';
import type { Section } from '../section.ts';
import { verifyLog, verifyVersions } from '../verify.ts';
import type { World } from '../world.ts';
import { type Acknowledged, write } from '../writers.ts';

const writers = 16;
const readerCount = 3;

/** Writers and readers continue while Postgres, gateways and readers are killed; afterwards everything is compared. */
export const kills: Section = async (world) => {
  const { options, random, say } = world;
  const book: Acknowledged[] = [];
  const readers = startReaders(world, readerCount);
  let over = false;
  const writing = Promise.all(
    Array.from({ length: writers }, (_, index) =>
      write(world, String(index + 1), random.fork(`writer ${index}`), book, () => over),
    ),
  );
  writing.catch(() => {}); // Awaited below, unless the killing fails.
  let killed: Record<string, number>;
  try {
    killed = await killing(world, readers, () => book.length);
    say('The killing is over; the writing goes on.');
    for (let told = 0; book.length < options.changes; await pause(100)) {
      if (book.length < told + 2_500) continue;
      told = book.length;
      say(`${told} of ${options.changes} changes.`);
    }
  } finally {
    over = true;
  }
  const refused = (await writing).flat();
  say(`${book.length} changes were answered. The readers catch up.`);

  await verifyLog(world); // Assigns numbers to committed events.
  const [{ head = 0 } = {}] = await world.asOwner<{ head: number }>('select head::int from nofx.registry_feed');
  for (let waited = 0; waited < 120 && readers.some((reader) => reader.seen().length < head); waited += 1)
    await pause(500);
  await Promise.all(readers.map((reader) => reader.kill()));

  const { events, failures } = await compare(world, book, readers);
  say('The chain is verified, and every version is read again.');
  const { checked, problem } = await verifyLog(world);
  const { checked: versions, problems } = await verifyVersions(world);
  if (problem) failures.push(problem.message);
  if (checked !== events) failures.push(`${checked} of ${events} events were verified.`);
  for (const { entryId, version, message } of problems.slice(0, 10)) failures.push(`${entryId}@${version}: ${message}`);
  return {
    measured: {
      changes: book.length,
      ...killed,
      'without an answer at first': [...world.troubles].map(([reason, count]) => `${count} ${reason}`).join(', ') || 0,
      events,
      'versions read again': versions,
    },
    failures: [
      ...world.gateways.flatMap(({ url, died }) => (died() === null ? [] : [`The gateway at ${url} died. ${died()}`])),
      ...refused.slice(0, 10),
      ...failures,
    ],
  };
};

/** Kills one or two processes at a time, sometimes freezes a gateway as well, and restarts them after a while. */
async function killing(
  { options, random: all, postgres, gateways, say }: World,
  readers: Reader[],
  changes: () => number,
) {
  const random = all.fork('kills');
  const counts = { 'Postgres killed': 0, 'gateways killed': 0, 'gateways frozen': 0, 'readers killed': 0 };
  for (let killed = 0; killed < options.kills; ) {
    await pause(300 + random.below(900));
    const targets = new Set([random.pick(['Postgres', 'gateway', 'reader'] as const)]);
    if (random.next() < 0.25) targets.add(random.pick(['Postgres', 'gateway', 'reader'] as const));
    const gateway = random.pick(gateways);
    const reader = random.pick(readers);
    await Promise.all([
      targets.has('Postgres') && postgres.kill(),
      targets.has('gateway') && gateway.kill(),
      targets.has('reader') && reader.kill(),
    ]);
    const thaw = !targets.has('gateway') && random.next() < 0.3 ? gateway.freeze() : null;
    killed += targets.size;
    say(`${killed} of ${options.kills} killed: ${[...targets].join(' and ')}, after ${changes()} changes.`);
    await pause(random.below(700) + (thaw ? 1_000 : 0));
    thaw?.();
    if (targets.has('Postgres')) await postgres.restart();
    if (targets.has('gateway')) await gateway.restart();
    if (targets.has('reader')) reader.restart();
    counts['Postgres killed'] += Number(targets.has('Postgres'));
    counts['gateways killed'] += Number(targets.has('gateway'));
    counts['gateways frozen'] += Number(thaw !== null);
    counts['readers killed'] += Number(targets.has('reader'));
  }
  return counts;
}
