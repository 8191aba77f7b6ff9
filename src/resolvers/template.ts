import { type Environment, isRange, type PlanStep, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import type { SupportedAgent } from '../db/template.ts';
import type { VersionHead } from '../db/version.ts';
import { multirange } from '../registry/references.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { byName, entryBySlug } from './entry.ts';
import { whole } from './version.ts';

export const template = (_: unknown, args: { templateId: string; namespace?: string | null }, context: Context) =>
  entryBySlug('TEMPLATE', args.templateId, args.namespace, context);

export async function agents(entry: Entry, args: ConnectionArgs, { load }: Context) {
  const scope = ['agents', entry.id];
  const page = pageOf(args, scope);
  const rows = await load.agentsOfTemplate.load({ parent: entry.id, filter: null, page });
  return connectionOf(rows, page, scope, byName, () =>
    load.agentCountOfTemplate.load({ parent: entry.id, filter: null }),
  );
}

/** The manifest of a template version. It was validated at publish. */
const manifestOf = async (version: VersionHead, context: Context): Promise<TemplateManifest> =>
  (await whole(version, context)).manifest as unknown as TemplateManifest;

/** A resolver for a field of the manifest, as authored. */
export const written =
  <Value>(field: (manifest: TemplateManifest) => Value) =>
  async (version: VersionHead, _: unknown, context: Context): Promise<Value> =>
    field(await manifestOf(version, context));

/** A step of a plan with the id of its template version, because its own id is unique only there. */
export type PlanStepOf = PlanStep & { planStepOf: string };

export const defaultPlan = async (
  version: VersionHead,
  _: unknown,
  context: Context,
): Promise<{ steps: PlanStepOf[] }> => ({
  steps: (await manifestOf(version, context)).defaultPlan.steps.map((step) => ({ ...step, planStepOf: version.id })),
});

export const environments = async (
  version: VersionHead,
  _: unknown,
  context: Context,
): Promise<({ name: string } & Environment)[]> =>
  Object.entries((await manifestOf(version, context)).environments ?? {}).map(([name, environment]) => ({
    ...environment,
    name,
  }));

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

export const dependencies = async (version: VersionHead, _: unknown, context: Context): Promise<Dependency[]> =>
  Object.entries((await manifestOf(version, context)).dependencies ?? {}).map(([slug, range]) => ({
    version,
    slug,
    range,
  }));

/** The template of a dependency: in the namespace of the dependent template, then in `default`. */
export async function dependencyTemplate(
  { version, slug }: Dependency,
  _: unknown,
  context: Context,
): Promise<Entry | null> {
  const dependent = await context.load.entry.TEMPLATE.byId.load(version.entryId);
  const own = dependent && (await entryBySlug('TEMPLATE', slug, dependent.namespace, context));
  return own ?? entryBySlug('TEMPLATE', slug, 'default', context);
}

export async function resolvedTemplateVersion(dependency: Dependency, args: unknown, context: Context) {
  const entry = await dependencyTemplate(dependency, args, context);
  if (!entry || !isRange(dependency.range)) return null;
  return context.load.version.TEMPLATE.inRange.load([entry.id, multirange(dependency.range)]);
}
