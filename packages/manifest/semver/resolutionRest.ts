import type { Candidate, Catalog, Demand, Need, ResolutionProblem } from './resolution.ts';

/** A catalog without the references that problems consist of. What cannot be resolved in it is another problem. */
export class WithoutProblems implements Catalog {
  readonly #catalog: Catalog;
  readonly #references = new Set<string>();
  /** The entries to which references were left out. */
  readonly #entries = new Set<string>();

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
    if (this.#references.size === 0) return candidates;
    return candidates?.map((candidate) => ({ ...candidate, needs: this.needsOf(entry, candidate.needs) }));
  }

  /** What is left of the needs of an entry. */
  needsOf(entry: string, needs: readonly Need[]): readonly Need[] {
    return needs.filter(({ to }) => {
      const leader = this.followedBy(this.entryOf(to));
      return !this.#references.has(reference(entry, to)) && (leader === null || !this.#entries.has(leader));
    });
  }

  leaveOut(problems: readonly ResolutionProblem[]): void {
    for (const problem of problems) {
      if (problem.kind === 'cycle') this.#leaveOut(problem.demand, problem.demand.chain.at(-2)?.entry);
      else for (const each of demandsOf(problem)) this.#leaveOut(each, each.chain.at(-1)?.entry);
    }
  }

  #leaveOut({ to }: Demand, by = ''): void {
    this.#references.add(reference(by, to));
    this.#entries.add(this.entryOf(to));
  }
}

const reference = (by: string, to: string): string => JSON.stringify([by, to]);

const demandsOf = (problem: Exclude<ResolutionProblem, { kind: 'cycle' }>): readonly Demand[] =>
  problem.kind === 'none' ? [problem.demand] : problem.demands;
