import * as resolvers from '../src/resolvers/usage.ts';
import { builder } from './builder.ts';
import { Agent, AgentVersion, Template, TemplateVersion } from './refs.ts';
import { TokenUsage } from './tokenUsage.ts';

const DayCount = builder.objectRef<resolvers.UsageSummary['perDay'][number]>('DayCount').implement({
  description: 'Number of runs created on one day.',
  fields: (t) => ({
    date: t.exposeString('date', { description: 'Date in UTC, such as 2026-11-22.' }),
    count: t.exposeInt('count', { description: 'Number of runs created on that day.' }),
  }),
});

const UsageAcrossNamespaces = builder.objectRef<resolvers.UsageCounts>('UsageAcrossNamespaces').implement({
  description:
    'Use of one of your entries by all namespaces that can see it: of a template its runs, of an agent its steps.',
  fields: (t) => ({
    runs: t.exposeInt('runs', { description: 'Number of runs created in these days.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Number of runs or steps that succeeded in these days.' }),
    failed: t.exposeInt('failed', { description: 'Number of runs or steps that failed in these days.' }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of those that succeeded, among those that succeeded or failed: 0 to 1. Null if none has.',
    }),
    p50Seconds: t.exposeFloat('p50Seconds', {
      nullable: true,
      description: 'Median of the seconds from start to end, within 5 %. Null if none has ended.',
    }),
    p95Seconds: t.exposeFloat('p95Seconds', {
      nullable: true,
      description: '95th percentile of the seconds from start to end, within 5 %. Null if none has ended.',
    }),
    tokens: t.expose('tokens', {
      type: TokenUsage,
      nullable: true,
      description: 'Tokens that steps reported in these days. Null if none did.',
    }),
  }),
});

const acrossNamespacesField = {
  type: UsageAcrossNamespaces,
  nullable: true,
  description:
    'Use by all namespaces, yours included. Null unless your namespace owns the entry, `days` is 1, 7, 30 or 90, and at least three namespaces used it in these days: the use of one or two is never shown by itself.',
  complexity: { field: 3, multiplier: 1 },
  resolve: resolvers.acrossNamespaces,
} as const;

const UsageSummary = builder.objectRef<resolvers.UsageSummary>('UsageSummary').implement({
  description: 'Use of a template, or of one of its versions, by your own namespace.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Number of days that the summary covers.' }),
    runs: t.exposeInt('runs', { description: 'Number of runs created in these days.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Number of these runs that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Number of these runs that failed.' }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of the runs that succeeded, among those that succeeded or failed: 0 to 1. Null if none has.',
    }),
    p50Seconds: t.exposeFloat('p50Seconds', {
      nullable: true,
      description: 'Median of the seconds from start to end of the runs that succeeded or failed. Null if none has.',
    }),
    p95Seconds: t.exposeFloat('p95Seconds', {
      nullable: true,
      description:
        '95th percentile of the seconds from start to end of the runs that succeeded or failed. Null if none has.',
    }),
    tokens: t.expose('tokens', {
      type: TokenUsage,
      nullable: true,
      description: 'Tokens that the steps of these runs reported. Null if none did.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last run was created, even if that was before these days.',
    }),
    perDay: t.expose('perDay', { type: [DayCount], description: 'Days with at least one run, oldest first.' }),
    acrossNamespaces: t.field(acrossNamespacesField),
  }),
});

const AgentUsage = builder.objectRef<resolvers.UsageSummary>('AgentUsage').implement({
  description: 'Use of an agent, or of one of its versions, by your own namespace.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Number of days that the summary covers.' }),
    runs: t.exposeInt('runs', { description: 'Number of runs with a step of the agent, created in these days.' }),
    steps: t.int({
      description: 'Number of steps that ended in these days. A step that ends again, after a retry, counts again.',
      resolve: ({ succeeded, failed }) => succeeded + failed,
    }),
    succeeded: t.exposeInt('succeeded', { description: 'Number of these steps that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Number of these steps that failed.' }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of these steps that succeeded: 0 to 1. Null if there are none.',
    }),
    p50Seconds: t.exposeFloat('p50Seconds', {
      nullable: true,
      description: 'Median of the seconds from start to end of these steps, within 5 %. Null if there are none.',
    }),
    p95Seconds: t.exposeFloat('p95Seconds', {
      nullable: true,
      description:
        '95th percentile of the seconds from start to end of these steps, within 5 %. Null if there are none.',
    }),
    tokens: t.expose('tokens', {
      type: TokenUsage,
      nullable: true,
      description: 'Tokens that attempts reported in these days. Null if none did.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the agent was last used in the last 400 days.',
    }),
    perDay: t.expose('perDay', { type: [DayCount], description: 'Days with at least one run, oldest first.' }),
    acrossNamespaces: t.field(acrossNamespacesField),
  }),
});

const EngagementDay = builder.objectRef<resolvers.EngagementSummary['perDay'][number]>('EngagementDay').implement({
  description: 'Reads, downloads and instantiations on one day, without those by other namespaces.',
  fields: (t) => ({
    date: t.exposeString('date', { description: 'Date in UTC, such as 2026-11-22.' }),
    views: t.exposeInt('views', { description: 'Number of views.' }),
    pulls: t.exposeInt('pulls', { description: 'Number of pulls.' }),
    instantiations: t.exposeInt('instantiations', { description: 'Number of instantiations.' }),
  }),
});

const Engagement = builder.objectRef<resolvers.EngagementSummary>('Engagement').implement({
  description:
    'How often an entry was read, downloaded and instantiated: by your own namespace, without a token if you own the entry, and by other namespaces if `includesOthers` is true. Reads are counted with a delay of some seconds.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Number of days that are counted.' }),
    views: t.exposeInt('views', { description: 'Number of requests for the entry by its id, apart from pulls.' }),
    pulls: t.exposeInt('pulls', {
      description: 'Number of downloads of a version: of its definition over REST, or of the file of its definition.',
    }),
    instantiations: t.exposeInt('instantiations', {
      description: 'Number of runs that were created: of the template, or with a step of the agent.',
    }),
    includesOthers: t.exposeBoolean('includesOthers', {
      description:
        'Whether the numbers include other namespaces. True if `days` is 1, 7, 30 or 90 and at least three namespaces are among them: the use of one or two is never shown by itself.',
    }),
    perDay: t.expose('perDay', {
      type: [EngagementDay],
      description: 'Days with any of them, oldest first, without other namespaces.',
    }),
  }),
});

// Reads the rows of that many days, for each entry of a list.
const complexity = ({ days }: { days?: number | null }) => ({
  field: 1 + Math.ceil(Math.min(Math.max(days ?? 30, 1), 365) / 15),
  multiplier: 1,
});
const runsOfDays = { description: 'Runs of your own namespace in the last days (UTC), including today.', complexity };
const stepsOfDays = {
  description: 'Steps of the agent in runs of your own namespace in the last days (UTC), including today.',
  complexity,
};
const daysArgument = { defaultValue: 30, description: 'Number of days, 1 to 365. Defaults to 30.' };

builder.objectFields(Template, (t) => ({
  usage: t.field({
    type: UsageSummary,
    ...runsOfDays,
    args: { days: t.arg.int(daysArgument) },
    resolve: resolvers.usage,
  }),
}));

builder.objectFields(TemplateVersion, (t) => ({
  usage: t.field({
    type: UsageSummary,
    ...runsOfDays,
    args: { days: t.arg.int(daysArgument) },
    resolve: resolvers.usageOfVersion,
  }),
}));

builder.objectFields(Agent, (t) => ({
  usage: t.field({
    type: AgentUsage,
    ...stepsOfDays,
    args: { days: t.arg.int(daysArgument) },
    resolve: resolvers.agentUsage,
  }),
}));

for (const Entry of [Agent, Template]) {
  builder.objectFields(Entry, (t) => ({
    engagement: t.field({
      type: Engagement,
      description: 'Views, pulls and instantiations in the last days (UTC), including today.',
      complexity,
      args: { days: t.arg.int(daysArgument) },
      resolve: resolvers.engagement,
    }),
  }));
}

builder.objectFields(AgentVersion, (t) => ({
  usage: t.field({
    type: AgentUsage,
    ...stepsOfDays,
    args: { days: t.arg.int(daysArgument) },
    resolve: resolvers.agentUsage,
  }),
}));
