import { type AgentManifest, type TemplateManifest, uniqueTags } from '../../packages/manifest/index.ts';
import type { EntryContent, Visibility } from '../db/entry.ts';

/** The values that an entry takes from a manifest: name, description, tags and so on, and keywords for search. */
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

/** The visibility in a manifest. Null if it has none. */
export const visibilityIn = ({ visibility }: AgentManifest | TemplateManifest): Visibility | null =>
  visibility === undefined ? null : visibility === 'public' ? 'PUBLIC' : 'PRIVATE';

/** Keywords, most important first: names before tags. */
function keywords(manifest: AgentManifest | TemplateManifest): string[] {
  if ('defaultPlan' in manifest)
    return manifest.defaultPlan.steps.flatMap((step) => [step.name ?? step.id, step.agent ?? step.template?.id ?? '']);
  const skills = manifest.skills ?? [];
  return [...skills.map(({ name }) => name), ...skills.flatMap(({ tags }) => tags ?? [])];
}

/** Maximum length of the keywords in characters, the same as in the database. */
const maxLength = 4_000;

/** Each keyword once, up to the maximum length, because a similarity search reads all of it in every entry. */
function shortened(words: readonly string[]): string {
  let text = '';
  for (const word of new Set(words)) {
    if (text.length + word.length + 1 > maxLength) break;
    text += text === '' ? word : ` ${word}`;
  }
  return text;
}
