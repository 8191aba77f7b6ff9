import { type AgentManifest, type TemplateManifest, uniqueTags } from '../../packages/manifest/index.ts';
import type { EntryContent, Visibility } from '../db/entry.ts';

/** What an entry shows of a manifest: its names and tags, and the words by which it is found. */
export function entryContent(manifest: AgentManifest | TemplateManifest): EntryContent {
  return {
    name: manifest.name,
    description: manifest.description,
    category: manifest.category ?? null,
    tags: uniqueTags(manifest.tags ?? []),
    keywords: shortened(keywords(manifest)),
    metadata: manifest.metadata ?? {},
    owner: manifest.owner ?? null,
    repository: 'repository' in manifest ? (manifest.repository ?? null) : null,
  };
}

/** The visibility that a manifest says; null for one that leaves it out. */
export const visibilityIn = ({ visibility }: AgentManifest | TemplateManifest): Visibility | null =>
  visibility === undefined ? null : visibility === 'public' ? 'PUBLIC' : 'PRIVATE';

/** What comes first is kept longest: names before tags. */
function keywords(manifest: AgentManifest | TemplateManifest): string[] {
  if ('defaultPlan' in manifest)
    return manifest.defaultPlan.steps.flatMap((step) => [step.name ?? step.id, step.agent]);
  const skills = manifest.skills ?? [];
  return [...skills.map(({ name }) => name), ...skills.flatMap(({ tags }) => tags ?? [])];
}

/** The most that an entry is found by, in characters; the database has the same. */
const maxLength = 4_000;

/** Each once, as many as fit: a search by likeness reads all of it, in every entry. */
function shortened(words: readonly string[]): string {
  let text = '';
  for (const word of new Set(words)) {
    if (text.length + word.length + 1 > maxLength) break;
    text += text === '' ? word : ` ${word}`;
  }
  return text;
}
