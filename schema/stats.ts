import type { EntryCounts as Entries, VersionCounts as Versions } from '../src/db/stats.ts';
import * as resolvers from '../src/resolvers/stats.ts';
import { builder } from './builder.ts';
import { RegistryEntry } from './entry.ts';
import { RegistryKind } from './enums.ts';

const EntryStats = builder.objectRef<Entries>('EntryStats').implement({
  description: 'Number of entries of one kind that you can see. Removed entries are not counted.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'Number of entries.' }),
    active: t.exposeInt('active', { description: 'Number of active entries.' }),
    deprecated: t.exposeInt('deprecated', { description: 'Number of deprecated entries.' }),
    disabled: t.exposeInt('disabled', { description: 'Number of disabled entries.' }),
    public: t.exposeInt('public', { description: 'Number of entries that everyone can see.' }),
  }),
});

const VersionStats = builder.objectRef<Versions>('VersionStats').implement({
  description: 'Number of versions of one kind of entry that you can see.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'Number of versions, including drafts and archived versions.' }),
    drafts: t.exposeInt('drafts', { description: 'Number of drafts.' }),
    archived: t.exposeInt('archived', { description: 'Number of archived versions.' }),
  }),
});

const PublishStats = builder.objectRef<resolvers.RegistryStats['published'][number]>('PublishStats').implement({
  description: 'Number of versions published in a period.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Length of the period: this many days up to now.' }),
    count: t.exposeInt('count', { description: 'Number of published versions of agents and templates.' }),
  }),
});

const RunStats = builder.objectRef<resolvers.RunStats>('RunStats').implement({
  description: 'Number of runs of your namespace that were created in a period, by their state now.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Length of the period: this many days up to now.' }),
    total: t.exposeInt('total', { description: 'Number of runs.' }),
    queued: t.exposeInt('queued', { description: 'Number of runs that have not started.' }),
    running: t.exposeInt('running', { description: 'Number of runs in progress.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Number of runs that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Number of runs that failed.' }),
    cancelled: t.exposeInt('cancelled', { description: 'Number of runs that were cancelled.' }),
  }),
});

const UsedEntry = builder.objectRef<resolvers.UsedEntry>('UsedEntry').implement({
  description: 'An entry, and the runs of your namespace that used it.',
  fields: (t) => ({
    entry: t.expose('entry', { type: RegistryEntry, description: 'The agent or template.' }),
    runs: t.exposeInt('runs', { description: 'Number of runs.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Number of these runs that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Number of these runs that failed.' }),
  }),
});

const RegistryStats = builder.objectRef<resolvers.RegistryStats>('RegistryStats').implement({
  description: 'Numbers for a dashboard: what you can see, counted. Each list is counted up to 100,000.',
  fields: (t) => ({
    agents: t.expose('agents', { type: EntryStats, description: 'Agents.' }),
    templates: t.expose('templates', { type: EntryStats, description: 'Templates.' }),
    agentVersions: t.expose('agentVersions', { type: VersionStats, description: 'Versions of agents.' }),
    templateVersions: t.expose('templateVersions', { type: VersionStats, description: 'Versions of templates.' }),
    ratings: t.exposeInt('ratings', { description: 'Number of ratings of templates that you can see.' }),
    published: t.expose('published', {
      type: [PublishStats],
      description: 'Versions published in the last 1, 7, 30 and 90 days.',
    }),
    runs: t.field({
      type: [RunStats],
      description:
        'Runs of your namespace created in the last 1, 7, 30 and 90 days: the newest 100,000. All 0 without a token.',
      complexity: { field: 10, multiplier: 1 },
      resolve: resolvers.runs,
    }),
    mostUsed: t.field({
      type: [UsedEntry],
      description:
        'Entries that your namespace used in most of its newest 10,000 runs of the last days. Empty without a token. `orderBy: POPULAR` of a list ranks the use of all namespaces.',
      args: {
        kind: t.arg({ type: RegistryKind, description: 'Only entries of this kind. Defaults to both.' }),
        days: t.arg.int({ defaultValue: 30, description: 'Number of days up to now, 1 to 365. Defaults to 30.' }),
        first: t.arg.int({ defaultValue: 5, description: 'Maximum number of entries, 1 to 20. Defaults to 5.' }),
      },
      complexity: { field: 20, multiplier: 5 },
      resolve: resolvers.mostUsed,
    }),
    isExact: t.exposeBoolean('isExact', {
      description: 'False if there are 100,000 or more of something: the numbers are then lower bounds.',
    }),
  }),
});

builder.queryField('registryStats', (t) =>
  t.field({
    type: RegistryStats,
    description: 'Numbers for a dashboard: entries, versions, publishes, ratings, and the runs of your namespace.',
    complexity: { field: 20, multiplier: 1 },
    resolve: resolvers.registryStats,
  }),
);
