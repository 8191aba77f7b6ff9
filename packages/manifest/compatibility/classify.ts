import type { FileEntry } from '../values/digest.ts';
import type { Kind } from '../values/kind.ts';
import { Changes, type ClassifiedChange } from './changes.ts';
import { compareAgent } from './compareAgent.ts';
import { compareFiles } from './compareShared.ts';
import { compareTemplate } from './compareTemplate.ts';
import type { ChangeLevel } from './rules/rule.ts';

/** A version to compare. */
export interface ComparedVersion {
  /** In the current shape, as plain JSON. */
  manifest: unknown;
  /** By name; only agents have them. */
  mcpServers?: unknown;
  files: readonly FileEntry[];
}

export interface Classification {
  /** The most severe level of all changes. Null when there are none. */
  level: ChangeLevel | null;
  /** The changes, most severe first, up to `CompatibilityLimits.changes`. */
  changes: ClassifiedChange[];
  /** Whether there may be more changes than are listed. */
  truncated: boolean;
}

/** Classifies what changed from one version to another, as someone sees it who uses the earlier one. */
export function classifyChanges(kind: Kind, before: ComparedVersion, after: ComparedVersion): Classification {
  const changes = new Changes();
  if (kind === 'AGENT') {
    compareAgent(changes, before.manifest, after.manifest, [before.mcpServers ?? {}, after.mcpServers ?? {}]);
  } else compareTemplate(changes, before.manifest, after.manifest);
  compareFiles(changes, before.files, after.files);
  return changes.list();
}
