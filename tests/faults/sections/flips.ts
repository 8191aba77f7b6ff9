import { type Flip, flip } from '../flipBit.ts';
import type { Section } from '../section.ts';
import { verifyLog, verifyVersions } from '../verify.ts';
import type { World } from '../world.ts';

/** Flips one bit after another, in events, versions and files: `verify` names exactly that one, each time. */
export const flips: Section = async (world) => {
  const random = world.random.fork('flips');
  const failures: string[] = [];
  const found = { event: 0, version: 0, file: 0 };
  for (let made = 1; made <= world.options.flips; made += 1) {
    const flipped = await flip(world, random);
    const [sort] = Object.keys(flipped.of) as (keyof typeof found)[];
    try {
      const problem = await misnamed(world, flipped);
      if (problem === null && sort) found[sort] += 1;
      else failures.push(`${flipped.place}: ${problem}`);
    } finally {
      await flipped.undo();
    }
    if (made % 10 === 0) world.say(`${made} of ${world.options.flips} bits flipped, ${failures.length} not named.`);
  }
  const { problem } = await verifyLog(world);
  const { problems } = await verifyVersions(world);
  if (problem) failures.push(`After everything was put back: ${problem.message}`);
  for (const { message } of problems) failures.push(`After everything was put back: ${message}`);
  return {
    measured: { 'named in events': found.event, 'named in versions': found.version, 'named in files': found.file },
    failures,
  };
};

/** Null if exactly this one is named. */
async function misnamed(world: World, { of }: Flip): Promise<string | null> {
  if ('event' in of) {
    const { problem } = await verifyLog(world);
    if (problem === null) return 'not noticed.';
    return problem.number === of.event ? null : `event ${problem.number} is named instead of ${of.event}.`;
  }
  const { problems } = await verifyVersions(world);
  if (problems.length === 0) return 'not noticed.';
  if ('file' in of) {
    return problems.every(({ reason }) => reason === 'FILE_ALTERED') ? null : `it is called ${problems[0]?.reason}.`;
  }
  const others = problems.filter(({ entryId }) => entryId !== of.version);
  return others.length === 0 ? null : `${others[0]?.entryId} is named instead of ${of.version}.`;
}
