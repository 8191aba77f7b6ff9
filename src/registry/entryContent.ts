import type { AgentManifest, TemplateManifest } from '../../packages/shared/manifest/index.ts';
import type { EntryContent, Visibility } from '../db/entry.ts';

/** What an entry shows of a manifest: its names and tags, and the words by which it is found. */
export function entryContent(manifest: AgentManifest | TemplateManifest): EntryContent {
  return {
    name: manifest.name,
    description: manifest.description,
    category: manifest.category ?? null,
    tags: manifest.tags ?? [],
    keywords: keywords(manifest).join(' '),
    metadata: manifest.metadata ?? {},
    owner: manifest.owner ?? null,
    repository: 'repository' in manifest ? (manifest.repository ?? null) : null,
  };
}

/** The visibility that a manifest says; null for one that leaves it out. */
export const visibilityIn = ({ visibility }: AgentManifest | TemplateManifest): Visibility | null =>
  visibility === undefined ? null : visibility === 'public' ? 'PUBLIC' : 'PRIVATE';

function keywords(manifest: AgentManifest | TemplateManifest): string[] {
  if ('defaultPlan' in manifest)
    return manifest.defaultPlan.steps.flatMap((step) => [step.name ?? step.id, step.agent]);
  return (manifest.skills ?? []).flatMap((skill) => [skill.name, ...(skill.tags ?? [])]);
}
