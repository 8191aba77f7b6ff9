import type { IssueLocation, Issues, Relocate } from '../values/issue.ts';
import type { Path } from '../values/path.ts';

/** A manifest of the current shape made from an older one, and where each part of it was authored. */
export interface Converted {
  manifest: Record<string, unknown>;
  relocate: Relocate;
}

/** Records, while converting, where each part was authored and how its shape differed. */
export class Conversion {
  readonly file: string;
  readonly #issues: Issues;
  readonly #moves: { to: Path; from: IssueLocation }[] = [];

  constructor(file: string, issues: Issues) {
    this.file = file;
    this.#issues = issues;
  }

  /** Warns of one difference from the current shape. */
  differs(path: Path, message: string, file = this.file): void {
    this.#issues.warning({ file, path }, 'older_shape', message);
  }

  /** `to` in the converted manifest was authored at `from`. What is moved later replaces what was there. */
  moved(to: Path, from: Path, file = this.file): void {
    this.#moves.unshift({ to, from: { file, path: from } });
  }

  /** Removes a status that only the registry can set: an upload is active or a draft. */
  status(manifest: Record<string, unknown>): void {
    if (!['published', 'deprecated', 'disabled', 'archived'].includes(String(manifest.status))) return;
    delete manifest.status;
    this.differs(
      ['status'],
      'Must be "active" or "draft"; every other status is set in the registry. This value is ignored.',
    );
  }

  readonly relocate: Relocate = (place) => {
    const starts = this.#moves.filter(({ to }) => to.every((segment, index) => place.path[index] === segment));
    const best = starts.sort((a, b) => b.to.length - a.to.length)[0];
    if (place.file !== this.file || best === undefined) return place;
    return { file: best.from.file, path: [...best.from.path, ...place.path.slice(best.to.length)] };
  };
}
