import type { ChangeKind } from '../contract/diff.ts';
import { canonicalJson, sha256Hex } from '../values/digest.ts';
import { formatPath, type Path } from '../values/path.ts';
import { type ChangeRuleName, compatibilityRules } from './rules/index.ts';
import { type ChangeConcern, type ChangeLevel, changeLevels } from './rules/rule.ts';

/** How many changes are listed and values compared, so that a comparison is always bounded. */
export const CompatibilityLimits = { changes: 1_000, values: 50_000 } as const;

/** A change between two versions, classified by a rule. */
export interface ClassifiedChange {
  /** Location in the manifest, such as `variables.properties.depth`; `mcpServers.github` or a file path for other files. */
  path: string;
  change: ChangeKind;
  level: ChangeLevel;
  /** Name of the rule, from `compatibilityRules`. */
  rule: ChangeRuleName;
  /** What changed and whom it affects, as a sentence. */
  reason: string;
  concerns: readonly ChangeConcern[];
  /** Identifies this change of these values: 16 hexadecimal digits. Independent of the version numbers. */
  fingerprint: string;
  before?: unknown;
  after?: unknown;
}

interface Found {
  rule: ChangeRuleName;
  path: Path;
  before: unknown;
  after: unknown;
  concerns: readonly ChangeConcern[];
}

/** Collects changes, and counts the values that were compared. */
export class Changes {
  readonly #found: Found[] = [];
  #values = 0;

  /** Whether no more values may be compared. */
  get isFull(): boolean {
    return this.#values > CompatibilityLimits.values || this.#found.length > CompatibilityLimits.values;
  }

  count(values = 1): void {
    this.#values += values;
  }

  /** Values are undefined where there is none on that side. `concerns` are added to those of the rule. */
  add(
    rule: ChangeRuleName,
    path: Path,
    before?: unknown,
    after?: unknown,
    concerns: readonly ChangeConcern[] = [],
  ): void {
    this.count();
    this.#found.push({ rule, path, before, after, concerns });
  }

  /** The changes, most severe first, then in the order in which they were found; at most `CompatibilityLimits.changes`. */
  list(): { changes: ClassifiedChange[]; level: ChangeLevel | null; truncated: boolean } {
    if (this.isFull)
      this.#found.push({ rule: 'too-large', path: [], before: undefined, after: undefined, concerns: [] });
    const severity = ({ rule }: Found): number => changeLevels.indexOf(compatibilityRules[rule].level);
    const sorted = this.#found.toSorted((one, other) => severity(other) - severity(one));
    const [worst] = sorted;
    return {
      changes: sorted.slice(0, CompatibilityLimits.changes).map(classified),
      level: worst ? compatibilityRules[worst.rule].level : null,
      truncated: this.isFull || sorted.length > CompatibilityLimits.changes,
    };
  }
}

function classified({ rule, path, before, after, concerns }: Found): ClassifiedChange {
  const { level, title, reason, concerns: own } = compatibilityRules[rule];
  const known = [before === undefined ? null : [before], after === undefined ? null : [after]];
  return {
    path: formatPath(path),
    change:
      before === undefined && after !== undefined
        ? 'ADDED'
        : after === undefined && before !== undefined
          ? 'REMOVED'
          : 'CHANGED',
    level,
    rule,
    reason: `${title}. ${reason}`,
    concerns: [...new Set([...own, ...concerns])],
    fingerprint: sha256Hex(utf8.encode(canonicalJson([rule, path, ...known]))).slice(0, 16),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

const utf8 = new TextEncoder();
