import type { Candidate, Catalog, Demand, Need, ResolutionProblem } from './resolution.ts';

/** A catalog without the references that problems consist of. What cannot be resolved in it is another problem. */
export class WithoutProblems implements Catalog {
  readonly #catalog: Catalog;
  readonly #references = new Set<string>();
  /** The entries to which references were left out. */
  readonly #entries = new Set<string>();
  /** Those of them that have no version at all: what else needs them has no problem of its own. */
  readonly #unusable = new Set<string>();
  readonly #candidates = new Map<string, readonly Candidate[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  entryOf(to: string): string {
    return this.#catalog.entryOf(to);
  }

  followedBy(entry: string): string | null {
    return this.#catalog.followedBy?.(entry) ?? null;
  }

  candidatesOf(entry: string): readonly Candidate[] | undefined {
    const candidates = this.#catalog.candidatesOf(entry);
    if (!candidates || this.#references.size === 0) return candidates;
    const known = this.#candidates.get(entry);
    if (known) return known;
    const rest = candidates.map((candidate) => ({ ...candidate, needs: this.needsOf(entry, candidate.needs) }));
    this.#candidates.set(entry, rest);
    return rest;
  }

  /** What is left of the needs of an entry. */
  needsOf(entry: string, needs: readonly Need[]): readonly Need[] {
    return needs.filter(({ to }) => {
      const needed = this.entryOf(to);
      const leader = this.followedBy(needed);
      const isLeftOut = this.#references.has(reference(entry, to)) || this.#unusable.has(needed);
      return !isLeftOut && (leader === null || !this.#entries.has(leader));
    });
  }

  leaveOut(problems: readonly ResolutionProblem[]): void {
    this.#candidates.clear();
    for (const problem of problems) {
      if (problem.kind === 'cycle') this.#leaveOut(problem.demand, problem.demand.chain.at(-2)?.entry);
      else for (const each of demandsOf(problem)) this.#leaveOut(each, each.chain.at(-1)?.entry);
    }
  }

  #leaveOut({ to }: Demand, by = ''): void {
    const entry = this.entryOf(to);
    this.#references.add(reference(by, to));
    this.#entries.add(entry);
    if (this.#catalog.candidatesOf(entry)?.length === 0) this.#unusable.add(entry);
  }
}

const reference = (by: string, to: string): string => JSON.stringify([by, to]);

const demandsOf = (problem: Exclude<ResolutionProblem, { kind: 'cycle' }>): readonly Demand[] =>
  problem.kind === 'none' ? [problem.demand] : problem.demands;
