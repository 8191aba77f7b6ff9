import { withTimeout } from '../../packages/node/timers.ts';
import { StorageUnavailable } from '../../src/errors.ts';
import type { Services } from '../../src/registry/services.ts';
import { publishShared, type SharedOutcome } from './publishShared.ts';
import { startProblem } from './startProblem.ts';

/** How long a start waits for storage to answer, and how long until it is asked again. */
const timings = { answerMs: 3_000, againMs: 15_000 };

/**
 * Publishes the shared definitions and prints what came of it. Without file storage it warns and returns, so that the
 * gateway can serve reads, and tries again until storage is available.
 *
 * @returns a function that ends the attempts
 */
export async function startPublishingShared(
  services: Services,
  { answerMs, againMs }: typeof timings = timings,
): Promise<() => void> {
  if (await isPublished(services, answerMs)) return () => {};
  console.warn(
    'Warning: The definitions of packages/shared are not published yet: file storage is unavailable. They are published when it is available again.',
  );
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const later = () => {
    timer = setTimeout(async () => {
      const isDone = await isPublished(services, answerMs).catch((error) => {
        console.warn(`Warning: The definitions of packages/shared were not published. ${startProblem(error)}`);
        return false;
      });
      if (!isDone && !isStopped) later();
    }, againMs).unref();
  };
  later();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** False while storage is unavailable, or does not answer in time. */
async function isPublished(services: Services, answerMs: number): Promise<boolean> {
  try {
    const answers = services.artifacts.check().then(() => true);
    answers.catch(() => {}); // It may fail after the timeout.
    if (!(await withTimeout(answerMs, answers, () => false))) return false;
    printShared(await publishShared(services));
    return true;
  } catch (error) {
    if (error instanceof StorageUnavailable) return false;
    throw error;
  }
}

function printShared(outcomes: readonly SharedOutcome[]) {
  const published = outcomes.filter(({ outcome }) => outcome === 'published');
  const unchanged = outcomes.length - published.length - outcomes.filter(({ outcome }) => outcome === 'refused').length;
  for (const { kind, slug, version } of published) console.log(`  published ${kind.toLowerCase()} ${slug}@${version}`);
  if (unchanged > 0) console.log(`${unchanged} definitions of packages/shared are published already.`);
  for (const { kind, slug, version, problem } of outcomes.filter(({ outcome }) => outcome === 'refused')) {
    console.warn(`  refused ${kind.toLowerCase()} ${slug}@${version}: ${problem}`);
  }
}
