import type { Issues, Relocate } from '../values/issue.ts';
import { items, ownProperty } from '../values/jsonValue.ts';

/** Equal for two spellings of one tag: `GitHub`, `github` and the full-width `ＧｉｔＨｕｂ`. */
const keyOf = (tag: string): string => tag.normalize('NFKC').trim().toLowerCase();

/** The tags of an entry, each once, in its first spelling. */
export function uniqueTags(tags: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const tag of tags) if (!first.has(keyOf(tag))) first.set(keyOf(tag), tag);
  return [...first.values()];
}

/** Warns of tags that are another spelling of an earlier one; the entry shows the first only. */
export function checkTags(manifest: Record<string, unknown>, file: string, issues: Issues, relocate: Relocate): void {
  const first = new Map<string, string>();
  for (const [index, tag] of items(ownProperty(manifest, 'tags')).entries()) {
    if (typeof tag !== 'string') continue;
    const earlier = first.get(keyOf(tag));
    if (earlier === undefined) first.set(keyOf(tag), tag);
    else if (earlier !== tag) {
      issues.warning(
        relocate({ file, path: ['tags', index] }),
        'same_tag',
        `"${tag}" and "${earlier}" are the same tag in two spellings; the entry shows only "${earlier}". Remove one.`,
      );
    }
  }
}
