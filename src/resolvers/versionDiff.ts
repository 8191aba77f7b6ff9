import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import {
  allowsBreaking,
  type Classification,
  classifyChanges,
  type DefinitionDiff,
  diffDefinitions,
  isChannel,
  lowestVersion,
} from '../../packages/manifest/index.ts';
import type { Version, VersionHead } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import { quoted } from '../registry/quoted.ts';
import { versionInChannel } from './channel.ts';
import type { Context } from './context.ts';
import { manifestPatch } from './manifestPatch.ts';
import { type TextDiff, textDiff, textDiffBudget, withinLimits } from './textDiff.ts';
import { whole } from './version.ts';

export interface VersionDiff extends DefinitionDiff {
  from: VersionHead;
  to: VersionHead;
  before: Version;
  after: Version;
}

/** The differences from `against` to this version. */
export async function diff(
  version: VersionHead,
  { against }: { against: string },
  context: Context,
): Promise<VersionDiff> {
  const other = isChannel(against)
    ? await versionInChannel({ id: version.entryId, kind: version.kind }, against, context)
    : await context.load.version[version.kind].byNumber.load([version.entryId, against]);
  if (!other) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`against\` must be an existing version of the same entry; got ${quoted(against)}.`,
    );
  }
  const [before, after] = await Promise.all([whole(other, context), whole(version, context)]);
  await yieldToEventLoop(); // Many diffs in one request must not block the event loop.
  return { from: other, to: version, before, after, ...diffDefinitions(comparable(before), comparable(after)) };
}

const comparable = (version: Version) => ({
  manifest: version.mcpServers === null ? version.manifest : { ...version.manifest, mcpServers: version.mcpServers },
  files: version.files,
});

const classifications = new WeakMap<VersionDiff, Promise<Classification>>();

/** Computed once for all fields of a diff. */
function classify(found: VersionDiff): Promise<Classification> {
  const { before, after } = found;
  const known = classifications.get(found);
  const made = known ?? yieldToEventLoop().then(() => classifyChanges(before.kind, before, after));
  if (!known) classifications.set(found, made);
  return made;
}

export const level = async (found: VersionDiff) => (await classify(found)).level;

export const classified = async (found: VersionDiff) => (await classify(found)).changes;

export const classifiedTruncated = async (found: VersionDiff) => (await classify(found)).truncated;

/** Whether the number of the later version allows what changed. */
export const compatible = async (found: VersionDiff): Promise<boolean> =>
  (await classify(found)).level !== 'BREAKING' || allowsBreaking(found.from.version, found.to.version);

/** The lowest number after the earlier version that these changes go with. Null when nothing changed. */
export async function suggestedVersion(found: VersionDiff): Promise<string | null> {
  const { level: worst } = await classify(found);
  return worst === null ? null : lowestVersion(found.from.version, worst);
}

export const patch = async ({ before, after }: VersionDiff) => {
  await yieldToEventLoop();
  return manifestPatch(before.manifest, after.manifest);
};

export const mcpServersPatch = async ({ before, after }: VersionDiff) => {
  await yieldToEventLoop();
  return before.mcpServers === null || after.mcpServers === null
    ? null
    : manifestPatch(before.mcpServers, after.mcpServers);
};

let lastComparison = Promise.resolve();
/** One comparison in each turn of the event loop, whatever the number of diffs that are made. */
const nextComparison = (): Promise<void> => {
  lastComparison = lastComparison.then(() => yieldToEventLoop());
  return lastComparison;
};

/** Unified diffs of the files that changed. They are read and compared one after the other. */
export async function texts({ from, to, before, files }: VersionDiff, _: unknown, context: Context) {
  const { load, answer } = context;
  const found: TextDiff[] = [];
  const budget = textDiffBudget();
  for (const file of withinLimits(before.kind, files)) {
    const read = async (side: { size: number; sha256: string } | undefined) => {
      if (!side || !file.isCompared) return '';
      answer.take(side.size);
      return (await load.text.load(side.sha256)) ?? '';
    };
    const sides = await Promise.all([read(file.before), read(file.after)]);
    await nextComparison();
    found.push(textDiff(file, sides, [from.version, to.version], budget));
  }
  return found;
}
