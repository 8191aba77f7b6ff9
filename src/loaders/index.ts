import type { Artifacts } from '../artifacts/artifacts.ts';
import type { Database } from '../db/database.ts';
import type { Viewer } from '../viewer.ts';
import { blobLoaders } from './blob.ts';
import { channelLoaders } from './channel.ts';
import { dependencyLoaders } from './dependency.ts';
import { engagementLoaders } from './engagement.ts';
import { entryLoaders } from './entry.ts';
import { eventLoaders } from './event.ts';
import { ratingLoaders, usageLoaders } from './rating.ts';
import { commentReportLoaders, ratingCommentLoaders } from './ratingComment.ts';
import type { Read } from './read.ts';
import { runLoaders } from './run.ts';
import { shareLoaders } from './share.ts';
import { templateLoaders } from './template.ts';
import { usageDayLoaders } from './usageDays.ts';
import { usageRecordLoaders } from './usageRecord.ts';
import { validationReportLoaders } from './validationReport.ts';
import { versionLoaders } from './version.ts';
import { webhookLoaders } from './webhook.ts';

const nothing: Read = async () => [];

/** The loaders of one request: they batch and cache everything that it reads as its viewer. */
export function createLoaders(db: Database, artifacts: Artifacts, viewer: Viewer) {
  const read: Read = (query) => db.read(viewer, query);
  const count: Read = (query) => db.read(viewer, query, 'count');
  return {
    read,
    count,
    entry: { AGENT: entryLoaders(read, 'AGENT'), TEMPLATE: entryLoaders(read, 'TEMPLATE') },
    version: { AGENT: versionLoaders(read, count, 'AGENT'), TEMPLATE: versionLoaders(read, count, 'TEMPLATE') },
    dependency: {
      AGENT: dependencyLoaders(read, count, 'AGENT'),
      TEMPLATE: dependencyLoaders(read, count, 'TEMPLATE'),
    },
    ...templateLoaders(read, count),
    ...channelLoaders(read),
    ...eventLoaders(read, count),
    ...engagementLoaders(read),
    ...ratingLoaders(read),
    ...ratingCommentLoaders(read, count),
    // Runs, usage, reports, shares and webhooks are never public. The database would refuse anonymous reads, which should return nothing.
    ...runLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...usageLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...usageDayLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...commentReportLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...shareLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...usageRecordLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...validationReportLoaders(viewer.kind === 'anonymous' ? nothing : read),
    ...(viewer.kind === 'anonymous' ? webhookLoaders(nothing, nothing) : webhookLoaders(read, count)),
    ...blobLoaders(artifacts),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

/** Clears the cache of every loader. */
export function forgetLoaded(loaders: object): void {
  for (const loader of Object.values(loaders)) {
    if (typeof loader !== 'object' || loader === null) continue;
    if ('clearAll' in loader && typeof loader.clearAll === 'function') loader.clearAll();
    else forgetLoaded(loader);
  }
}
