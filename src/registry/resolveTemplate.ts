import {
  type Candidate,
  type Catalog,
  type Need,
  type Resolution,
  resolve,
  type TemplateManifest,
} from '../../packages/manifest/index.ts';
import { entriesOfDependencies, type NamedDependency } from '../db/dependency.ts';
import type { Kind } from '../db/kindTables.ts';
import { type CandidateRow, candidatesOfEntries, preferredOfEntries } from '../db/resolution.ts';
import { type SupportedAgent, supportedAgentsOf } from '../db/template.ts';
import { versionsByIds } from '../db/version.ts';
import type { UnresolvedDependency } from '../errors.ts';
import { explainProblems, type NamedEntry } from './explainResolution.ts';
import { type Include, type UsedInPlan, usedInEnvironment } from './planNeeds.ts';
import type { Reader } from './reader.ts';
import { multirange } from './references.ts';

/** The template version to resolve: what it depends on, and the agents that it supports. */
export interface ResolvedFrom {
  entryId: string;
  /** Null for a version that is not stored. */
  versionId: string | null;
  namespace: string;
  slug: string;
  version: string;
  dependencies: Readonly<Record<string, string>>;
  supportedAgents: readonly SupportedAgent[];
}

/** Ids of exact versions, or everything that prevents a resolution. */
export type ResolvedTemplate =
  | { agents: ReadonlyMap<string, string>; templates: ReadonlyMap<string, string>; unresolved?: undefined }
  | { unresolved: UnresolvedDependency[]; agents?: undefined; templates?: undefined };

/** Maximum number of entries that are followed. */
const maxEntries = 1_000;

/**
 * Resolves the agents of a plan and of the plans that it includes, what they depend on, and the templates that the template
 * depends on, to one exact version each (`resolve` has the rules; versions are preferred as a range prefers them). The first attempt reads only the
 * preferred version of each range, which succeeds unless there is a conflict.
 *
 * @param used what the plan uses
 * @returns version ids by entry id
 */
export async function resolveTemplate(
  reader: Reader,
  template: ResolvedFrom,
  used: UsedInPlan,
): Promise<ResolvedTemplate> {
  const quick = await attempt(reader, template, used, false);
  if (quick.templates) return quick;
  return attempt(reader, template, used, true);
}

async function attempt(
  reader: Reader,
  template: ResolvedFrom,
  used: UsedInPlan,
  all: boolean,
): Promise<ResolvedTemplate> {
  const catalog = new RegistryCatalog(reader, all);
  const root = {
    entry: template.entryId,
    version: template.version,
    needs: [
      ...agentNeeds(template, used.agents, catalog),
      ...catalog.needs('TEMPLATE', template, template.dependencies),
      ...catalog.planNeeds(template, used.includes),
    ],
  };
  let asked = '';
  for (;;) {
    const resolution: Resolution = resolve(root, catalog, all ? undefined : 1);
    if (resolution.unknown) {
      const unknown = resolution.unknown.join('\n');
      if (unknown === asked) throw new Error(`Nothing is read of what a resolution asks for: ${unknown}.`);
      asked = unknown;
      await catalog.load(resolution.unknown);
      continue;
    }
    if (resolution.problems) {
      return { unresolved: explainProblems(resolution.problems, template, (to) => catalog.named(to)) };
    }
    const versions = (kind: Kind) =>
      new Map(
        [...resolution.chosen].flatMap(([entry, candidate]) => {
          const id = 'versionId' in candidate ? String(candidate.versionId) : null;
          return id !== null && catalog.named(entry).kind === kind ? [[entry, id] as const] : [];
        }),
      );
    return { agents: versions('AGENT'), templates: versions('TEMPLATE') };
  }
}

/** The agents of the plan in its order. Ranges of other supported agents restrict what agents depend on. */
function agentNeeds(
  template: Pick<ResolvedFrom, 'namespace' | 'supportedAgents'>,
  agents: readonly string[],
  catalog: RegistryCatalog,
): Need[] {
  const used = new Set(agents);
  const need = (slug: string): Need => {
    const supported = template.supportedAgents.find((each) => each.slug === slug);
    return catalog.boundAgent(template, slug, supported?.range ?? '*', supported?.agentRegistryId ?? null);
  };
  const others = template.supportedAgents.filter(({ slug, agentRegistryId }) => !used.has(slug) && agentRegistryId);
  return [...[...used].map(need), ...others.map(({ slug }) => ({ ...need(slug), isOptional: true }))];
}

const planKey = (template: string, environment: string | null): string => `PLAN ${environment ?? ''} ${template}`;

type RegistryCandidate = Candidate & { versionId: string };

interface Reference extends NamedDependency {
  kind: Kind;
  range: string;
  /** Of the entry, if it is known. */
  id?: string;
}

/** What was read of the registry so far, as the viewer. */
class RegistryCatalog implements Catalog {
  readonly #reader: Reader;
  readonly #all: boolean;
  /** By the key of the reference, what it asks for. */
  readonly #references = new Map<string, Reference>();
  /** From the key of a reference to the id of its entry. */
  readonly #entries = new Map<string, string>();
  readonly #named = new Map<string, NamedEntry>();
  readonly #namespaces = new Map<string, string>();
  readonly #candidates = new Map<string, RegistryCandidate[]>();
  /** By key, the plans of included templates: each is decided with the version of its template. */
  readonly #plans = new Map<string, { template: string; environment: string | null }>();
  readonly #planCandidates = new Map<string, Candidate[]>();

  constructor(reader: Reader, all: boolean) {
    this.#reader = reader;
    this.#all = all;
  }

  entryOf(to: string): string {
    const plan = this.#plans.get(to);
    // The template of a plan may have been found before the plan was named.
    return plan ? this.#addPlan(this.entryOf(plan.template), plan.environment) : (this.#entries.get(to) ?? to);
  }

  candidatesOf(entry: string): readonly Candidate[] | undefined {
    return this.#plans.has(entry) ? this.#planCandidates.get(entry) : this.#candidates.get(entry);
  }

  followedBy(entry: string): string | null {
    const plan = this.#plans.get(entry);
    return plan ? this.entryOf(plan.template) : null;
  }

  /** An entry, or a reference to one that was not found. */
  named(to: string): NamedEntry {
    const plan = this.#plans.get(to);
    if (plan) return this.named(plan.template);
    const known = this.#named.get(this.entryOf(to));
    const { kind, slug } = this.#references.get(to) ?? { kind: 'AGENT', slug: to };
    return known ?? { kind, slug, status: null, isBound: false };
  }

  /** What a version depends on. */
  needs(
    kind: Kind,
    { namespace, versionId }: Omit<NamedDependency, 'slug'>,
    dependencies: Readonly<Record<string, string>>,
  ): Need[] {
    const slugs = Object.keys(dependencies).sort();
    return slugs.map((slug) => {
      const range = dependencies[slug] ?? '';
      const to = `${kind} ${namespace}/${slug}`;
      if (!this.#references.has(to)) this.#references.set(to, { kind, namespace, versionId, slug, range });
      return { to, range };
    });
  }

  /** The plans of templates that a template includes, beside its dependencies on them. */
  planNeeds(
    { namespace, dependencies }: { namespace: string; dependencies: Readonly<Record<string, string>> },
    includes: readonly Include[],
  ): Need[] {
    return includes.flatMap(({ templateId, environment }) => {
      const range = dependencies[templateId];
      const template = `TEMPLATE ${namespace}/${templateId}`;
      return range === undefined ? [] : [{ to: this.#addPlan(template, environment), range }];
    });
  }

  #addPlan(template: string, environment: string | null): string {
    const key = planKey(template, environment);
    this.#plans.set(key, { template, environment });
    return key;
  }

  /** An agent that was bound when the template was published. */
  boundAgent({ namespace }: { namespace: string }, slug: string, range: string, id: string | null): Need {
    const to = id ?? `AGENT ${namespace}/${slug}`;
    if (!this.#references.has(to))
      this.#references.set(to, {
        ...{ kind: 'AGENT', namespace, versionId: null, slug, range },
        ...(id === null ? {} : { id }),
      });
    if (id === null) this.#candidates.set(to, this.#candidates.get(to) ?? []);
    else if (!this.#named.has(id)) this.#named.set(id, { kind: 'AGENT', slug, status: null, isBound: true });
    return { to, range };
  }

  /** Reads what these references lead to: at most two statements per kind. */
  async load(unknown: readonly string[]): Promise<void> {
    for (const kind of ['AGENT', 'TEMPLATE'] as const) {
      const references = unknown.flatMap((to) => {
        const reference = this.#references.get(to);
        return reference?.kind === kind ? [{ to, ...reference }] : [];
      });
      const unbound = references.filter(({ id }) => id === undefined);
      if (unbound.length > 0) await this.#find(kind, unbound);
      const open = references.filter(({ to }) => !this.#candidates.has(this.entryOf(to)));
      if (open.length > 0) await this.#read(kind, open);
    }
    for (const key of unknown) {
      const plan = this.#plans.get(key);
      if (plan) await this.#readPlans(this.entryOf(plan.template), plan.environment);
    }
  }

  /** What the plan of each candidate of a template needs. Its template was read before, because it is a dependency. */
  async #readPlans(template: string, environment: string | null): Promise<void> {
    const key = this.#addPlan(template, environment);
    const candidates = this.#candidates.get(template) ?? [];
    const ids = candidates.map(({ versionId }) => versionId);
    const versions = ids.length > 0 ? await this.#reader.run(versionsByIds('TEMPLATE', ids)) : [];
    const supported = ids.length > 0 ? await this.#reader.run(supportedAgentsOf(ids)) : [];
    const namespace = this.#namespaces.get(template) ?? '';
    const planned = candidates.map(({ version, versionId, channels = [] }): Candidate => {
      const manifest = versions.find(({ id }) => id === versionId)?.manifest as unknown as TemplateManifest | undefined;
      if (!manifest) return { version, channels, needs: [] };
      const supportedAgents = supported.filter(({ templateVersionId }) => templateVersionId === versionId);
      const used = usedInEnvironment(manifest, environment);
      const dependencies = manifest.dependencies ?? {};
      return {
        version,
        channels,
        needs: [
          ...agentNeeds({ namespace, supportedAgents }, used.agents, this),
          ...this.planNeeds({ namespace, dependencies }, used.includes),
        ],
      };
    });
    this.#planCandidates.set(key, planned);
  }

  async #find(kind: Kind, references: readonly ({ to: string } & NamedDependency)[]): Promise<void> {
    const found = await this.#reader.run(entriesOfDependencies(kind, references, { columns: 'label' }));
    const byPlace = new Map(found.map(({ place, id }) => [place, id]));
    for (const [index, { to }] of references.entries()) {
      const id = byPlace.get(index + 1);
      if (id === undefined) this.#candidates.set(to, []);
      else this.#entries.set(to, id);
    }
  }

  async #read(kind: Kind, references: readonly { to: string; range: string }[]): Promise<void> {
    const ids = references.map(({ to }) => this.entryOf(to));
    if (this.#candidates.size + ids.length > maxEntries) return this.#leave(kind, references);
    const query = this.#all
      ? candidatesOfEntries(kind, ids)
      : preferredOfEntries(
          kind,
          ids,
          references.map(({ range }) => multirange(range)),
        );
    const rows = await this.#reader.run(query);
    for (const id of ids) this.#candidates.set(id, []);
    for (const row of rows) this.#add(kind, row);
  }

  #leave(kind: Kind, references: readonly { to: string }[]): void {
    for (const { to } of references) {
      this.#candidates.set(this.entryOf(to), []);
      this.#named.set(this.entryOf(to), { kind, slug: this.named(to).slug, status: 'NOT_READ', isBound: false });
    }
  }

  #add(kind: Kind, row: CandidateRow): void {
    const { entryId, namespace, slug, status, versionId, version, dependencies, channels } = row;
    this.#named.set(entryId, { kind, slug, status, isBound: false });
    this.#namespaces.set(entryId, namespace);
    if (versionId === null || version === null || status === 'DISABLED' || status === 'REMOVED') return;
    this.#candidates
      .get(entryId)
      ?.push({ version, versionId, channels, needs: this.needs(kind, { namespace, versionId }, dependencies ?? {}) });
  }
}
