import type { GraphQLResolveInfo } from 'graphql';
import {
  type Environment,
  isChannel,
  isRange,
  type PlanStep,
  type TemplateManifest,
} from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import type { SupportedAgent } from '../db/template.ts';
import type { VersionHead } from '../db/version.ts';
import { multirange } from '../registry/references.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { byName, entryBySlug, viewed } from './entry.ts';
import type { MaybePromise } from './maybePromise.ts';
import { entryShapeAt, nodes } from './shape.ts';
import { withManifest } from './version.ts';
import { lookUpShapeAt } from './versionsAsked.ts';

export const template = (
  _: unknown,
  args: { templateId: string; namespace?: string | null },
  context: Context,
  info: GraphQLResolveInfo,
) => viewed(entryBySlug('TEMPLATE', args.templateId, args.namespace, context, lookUpShapeAt(info)), context);

export async function agents(entry: Entry, args: ConnectionArgs, { load }: Context, info: GraphQLResolveInfo) {
  const scope = ['agents', entry.id];
  const page = pageOf(args, scope);
  const rows = await load.agentsOfTemplate.load({ parent: entry.id, filter: entryShapeAt(info, nodes), page });
  return connectionOf(rows, page, scope, byName, () =>
    load.agentCountOfTemplate.load({ parent: entry.id, filter: null }),
  );
}

/** What a function makes of the manifest of a template version. It was validated at publish. */
const fromManifest = <Value>(
  version: VersionHead,
  context: Context,
  make: (manifest: TemplateManifest) => Value,
): MaybePromise<Value> => withManifest(version, context, (manifest) => make(manifest as unknown as TemplateManifest));

/** A resolver for a field of the manifest, as authored. */
export const written =
  <Value>(field: (manifest: TemplateManifest) => Value) =>
  (version: VersionHead, _: unknown, context: Context): MaybePromise<Value> =>
    fromManifest(version, context, field);

/** A step of a plan with the id of its template version, because its own id is unique only there. */
export type PlanStepOf = PlanStep & { planStepOf: string };

export const defaultPlan = (
  version: VersionHead,
  _: unknown,
  context: Context,
): MaybePromise<{ steps: PlanStepOf[] }> =>
  fromManifest(version, context, ({ defaultPlan: { steps } }) => ({
    steps: steps.map((step) => ({ ...step, planStepOf: version.id })),
  }));

export const environments = (
  version: VersionHead,
  _: unknown,
  context: Context,
): MaybePromise<({ name: string } & Environment)[]> =>
  fromManifest(version, context, (manifest) =>
    Object.entries(manifest.environments ?? {}).map(([name, environment]) => ({ ...environment, name })),
  );

export const supportedAgents = (version: VersionHead, _: unknown, { load }: Context) =>
  load.supportedAgentsOfVersion.load(version.id);

export const supportedAgent = ({ agentRegistryId }: SupportedAgent, _: unknown, { load }: Context) =>
  agentRegistryId === null ? null : load.entry.AGENT.byId.load(agentRegistryId);

export const resolvedAgentVersion = ({ resolvedVersionId }: SupportedAgent, _: unknown, { load }: Context) =>
  resolvedVersionId === null ? null : load.version.AGENT.byId.load(resolvedVersionId);

export interface Dependency {
  version: VersionHead;
  slug: string;
  range: string;
}

export const dependencies = (version: VersionHead, _: unknown, context: Context): MaybePromise<Dependency[]> =>
  fromManifest(version, context, (manifest) =>
    Object.entries(manifest.dependencies ?? {}).map(([slug, range]) => ({ version, slug, range })),
  );

/** The template of a dependency. Null if the caller does not see it, or it was removed. */
export async function dependencyTemplate(
  { version, slug }: Dependency,
  _: unknown,
  { load }: Context,
): Promise<Entry | null> {
  const dependent = await load.entry.TEMPLATE.byId.load(version.entryId);
  if (!dependent) return null;
  const { namespace } = dependent;
  const entry = await load.dependency.TEMPLATE.entryOfDependency.load({ namespace, versionId: version.id, slug });
  return entry?.removedAt ? null : entry;
}

export async function resolvedTemplateVersion(dependency: Dependency, args: unknown, context: Context) {
  const entry = await dependencyTemplate(dependency, args, context);
  if (!entry || !(isRange(dependency.range) || isChannel(dependency.range))) return null;
  return context.load.version.TEMPLATE.inRange.load([entry.id, multirange(dependency.range)]);
}
