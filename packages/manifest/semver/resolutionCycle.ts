import type { Candidate, ChainLink, ResolutionProblem } from './resolution.ts';

/** The first version that needs itself, through others or directly, found from the root in the order of the needs. */
export function cycleIn(
  root: string,
  chosen: ReadonlyMap<string, Candidate>,
  entryOf: (to: string) => string,
): ResolutionProblem | null {
  const done = new Set<string>();
  const trail: ChainLink[] = [];
  const visit = (entry: string): ResolutionProblem | null => {
    const candidate = chosen.get(entry);
    if (!candidate || done.has(entry)) return null;
    trail.push({ entry, version: candidate.version });
    for (const { to, range } of candidate.needs) {
      const next = entryOf(to);
      const again = trail.find((link) => link.entry === next);
      if (again) return { kind: 'cycle', demand: { to, range, chain: [...trail, again] } };
      const found = visit(next);
      if (found) return found;
    }
    trail.pop();
    done.add(entry);
    return null;
  };
  return visit(root);
}
