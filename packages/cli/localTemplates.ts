import { allows, type PlanSource, type TemplateManifest } from '../manifest/index.ts';

/**
 * Finds the templates that templates include among those of a folder: the one with the id, if its version is in the range
 * of the dependency.
 */
export function localTemplates(manifests: readonly TemplateManifest[]) {
  const sources = new Map<string, PlanSource>();
  const include = ({ dependencies }: TemplateManifest, id: string): PlanSource | null => {
    const found = sources.get(id);
    return found && allows(dependencies?.[id] ?? '*', found.manifest.version) ? found : null;
  };
  for (const manifest of manifests)
    sources.set(manifest.templateId, { manifest, data: null, include: (id) => include(manifest, id) });
  return { include };
}
