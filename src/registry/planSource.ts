import type { PlanSource } from '../../packages/manifest/contract/expandRun.ts';
import { includedIn } from '../../packages/manifest/contract/included.ts';
import { allows, type TemplateManifest } from '../../packages/manifest/index.ts';
import { type SupportedAgent, supportedAgentsOf } from '../db/template.ts';
import { versionsByIds } from '../db/version.ts';
import type { Reader } from './reader.ts';

/** A template whose steps are in a run: what its agents were bound to. */
export interface BoundTemplate {
  namespace: string;
  slug: string;
  version: string;
  supported: readonly SupportedAgent[];
}

/** An exact version of a template that is part of a lock. */
export interface TemplatePart {
  id: string;
  namespace: string;
  slug: string;
  version: string;
}

/** The template of a run. */
export interface RootTemplate extends BoundTemplate {
  manifest: TemplateManifest;
}

/** A template that a plan includes and the parts lack, or have in a version that is not in the range. */
export interface WrongInclude {
  slug: string;
  range: string;
  /** Null if there is none. */
  part: TemplatePart | null;
}

/**
 * The template of a run with those that it includes, directly and through others, in the versions of `parts`. A template
 * is looked up in the namespace of the one that includes it, then in `default`, as when the parts were resolved.
 */
export async function planSource(
  reader: Reader,
  root: RootTemplate,
  parts: readonly TemplatePart[],
): Promise<{ source: PlanSource<BoundTemplate>; wrong: WrongInclude[] }> {
  const sources = new Map<string, PlanSource<BoundTemplate>>();
  const wrong: WrongInclude[] = [];
  const find = (namespace: string, slug: string): TemplatePart | null =>
    parts.find((part) => part.slug === slug && part.namespace === namespace) ??
    parts.find((part) => part.slug === slug && part.namespace === 'default') ??
    null;
  const sourceOf = ({ manifest, namespace, slug, version, supported }: RootTemplate): PlanSource<BoundTemplate> => ({
    manifest,
    data: { namespace, slug, version, supported },
    include: (included) => sources.get(find(namespace, included)?.id ?? '') ?? null,
  });

  const source = sourceOf(root);
  let open = [source];
  while (open.length > 0) {
    const next = new Map<string, TemplatePart>();
    for (const { manifest, data } of open) {
      for (const slug of includedIn(manifest)) {
        const part = find(data.namespace, slug);
        const range = manifest.dependencies?.[slug] ?? '*';
        if (!part || !allows(range, part.version)) wrong.push({ slug, range, part });
        if (part && !sources.has(part.id)) next.set(part.id, part);
      }
    }
    const ids = [...next.keys()];
    const versions = ids.length > 0 ? await reader.run(versionsByIds('TEMPLATE', ids)) : [];
    const supported = versions.length > 0 ? await reader.run(supportedAgentsOf(ids)) : [];
    open = versions.flatMap((version) => {
      const part = next.get(version.id);
      const own = supported.filter(({ templateVersionId }) => templateVersionId === version.id);
      if (!part) return [];
      const { namespace, slug, version: number } = part;
      const manifest = version.manifest as unknown as TemplateManifest;
      const included = sourceOf({ namespace, slug, version: number, manifest, supported: own });
      sources.set(version.id, included);
      return [included];
    });
  }
  return { source, wrong };
}
