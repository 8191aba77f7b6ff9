import type { Candidate, Catalog, ChainLink, Demand, Need, Resolution, ResolutionProblem } from './resolution.ts';
import { cycleIn } from './resolutionCycle.ts';
import { maxSatisfying } from './version.ts';

/** Maximum number of versions that are tried. */
const maxTries = 5_000;

/** Whether a version satisfies a range, with node-semver's rule for prereleases. */
export const satisfies = (version: string, range: string): boolean => maxSatisfying([version], range) !== null;

/** Whether a version is in a range, or a channel points to it. No name of a channel is a range. */
const matches = ({ version, channels }: Pick<Candidate, 'version' | 'channels'>, range: string): boolean =>
  channels?.includes(range) || satisfies(version, range);

/**
 * Chooses one version of every entry that a root needs, directly or through others, so that every range is satisfied.
 * Entries are decided in the order in which they are found, breadth first; of each, the most preferred version with which
 * the rest can be resolved. So the result depends only on the root, the candidates and their order.
 *
 * A version that needs itself through others is a problem, even if older versions would avoid it.
 */
export function resolve(root: ChainLink & { needs: readonly Need[] }, catalog: Catalog): Resolution {
  const search = new Search(root, catalog);
  try {
    const failed = search.run();
    if (failed) return { problems: problemsOf(root, catalog, search) };
    const cycle = cycleIn(root.entry, search.chosen, (to) => catalog.entryOf(to));
    return cycle ? { problems: [cycle] } : { chosen: search.chosen };
  } catch (error) {
    if (error instanceof NotKnown) return { unknown: error.entries };
    if (!(error instanceof TooComplex)) throw error;
    return { problems: [{ kind: 'too_complex', demands: search.first ?? [] }] };
  }
}

/** Everything that the root needs and no version satisfies, or else the first conflict. */
function problemsOf(
  root: ChainLink & { needs: readonly Need[] },
  catalog: Catalog,
  { first }: Search,
): ResolutionProblem[] {
  const chain = [{ entry: root.entry, version: root.version }];
  const none = root.needs.filter(({ to, range, isOptional }) => {
    // What follows another entry has no versions because that one has none.
    if (isOptional || catalog.followedBy?.(catalog.entryOf(to))) return false;
    const candidates = catalog.candidatesOf(catalog.entryOf(to));
    return candidates !== undefined && !candidates.some((candidate) => matches(candidate, range));
  });
  if (none.length > 0) return none.map(({ to, range }) => ({ kind: 'none', demand: { to, range, chain } }));
  const [only, ...more] = first ?? [];
  if (!only) throw new Error('A search failed without a conflict.');
  return more.length === 0 ? [{ kind: 'none', demand: only }] : [{ kind: 'conflict', demands: [only, ...more] }];
}

class NotKnown extends Error {
  readonly entries: readonly string[];
  constructor(entries: readonly string[]) {
    super('Candidates are not known.');
    this.entries = entries;
  }
}

class TooComplex extends Error {}

interface Constraint {
  /** The entry whose chosen version has the need. */
  by: string;
  need: Need;
}

/** A depth-first search that returns to the last decision that a conflict depends on. */
class Search {
  readonly chosen = new Map<string, Candidate>();
  /** The demands of the first conflict, which is that of the preferred versions. */
  first: readonly Demand[] | null = null;
  readonly #catalog: Catalog;
  readonly #root: string;
  readonly #constraints = new Map<string, Constraint[]>();
  /** The entries in the order of decision. */
  readonly #order: string[] = [];
  readonly #needed = new Set<string>();
  readonly #matched = new Map<string, boolean>();
  #tries = 0;

  constructor(root: ChainLink & { needs: readonly Need[] }, catalog: Catalog) {
    this.#catalog = catalog;
    this.#root = root.entry;
    this.chosen.set(root.entry, root);
  }

  /** Null when everything is chosen. */
  run(): ReadonlySet<string> | null {
    const root = this.chosen.get(this.#root);
    const clashes = root ? this.#clashes(this.#root, root) : [];
    if (clashes.length > 0) return new Set(clashes);
    this.#require(this.#root, root?.needs ?? []);
    return this.#decide(0);
  }

  /** Decides the entry at this place and those after it. Returns the entries that a failure depends on. */
  #decide(at: number): Set<string> | null {
    const entry = this.#order[at];
    if (entry === undefined) return null;
    const candidates = this.#catalog.candidatesOf(entry);
    if (!candidates) throw new NotKnown(this.#order.slice(at).filter((each) => !this.#catalog.candidatesOf(each)));
    const constraints = this.#constraints.get(entry) ?? [];
    const involved = new Set(constraints.map(({ by }) => by));
    const leader = this.#catalog.followedBy?.(entry) ?? null;
    if (leader !== null) involved.add(leader);
    const matching = candidates.filter(
      (candidate) =>
        (leader === null || this.chosen.get(leader)?.version === candidate.version) &&
        constraints.every(({ need }) => this.#matches(entry, candidate, need.range)),
    );
    if (matching.length === 0) this.#fail(at, constraints);
    for (const candidate of matching) {
      this.#tries += 1;
      if (this.#tries > maxTries) throw new TooComplex();
      this.chosen.set(entry, candidate);
      const clashes = this.#clashes(entry, candidate);
      for (const each of clashes) involved.add(each);
      if (clashes.length === 0) {
        const undo = this.#require(entry, candidate.needs);
        const failed = this.#decide(at + 1);
        if (!failed) return null;
        undo();
        if (!failed.has(entry)) {
          this.chosen.delete(entry);
          return failed;
        }
        for (const each of failed) involved.add(each);
      }
    }
    this.chosen.delete(entry);
    involved.delete(entry);
    return involved;
  }

  /** The decided entries whose chosen version a candidate cannot be used with. */
  #clashes(entry: string, { needs }: Candidate): string[] {
    return needs.flatMap((need) => {
      const to = this.#catalog.entryOf(need.to);
      const decided = this.chosen.get(to);
      if (!decided || this.#matches(to, decided, need.range)) return [];
      this.#note([...(this.#constraints.get(to) ?? []), { by: entry, need }]);
      return [to];
    });
  }

  /** Adds what a version needs. Returns how to take it back. */
  #require(by: string, needs: readonly Need[]): () => void {
    const length = this.#order.length;
    const touched = needs.map((need) => {
      const to = this.#catalog.entryOf(need.to);
      const constraints = this.#constraints.get(to) ?? [];
      this.#constraints.set(to, [...constraints, { by, need }]);
      if (!need.isOptional && to !== this.#root && !this.#needed.has(to)) {
        this.#order.push(to);
        this.#needed.add(to);
      }
      return [to, constraints] as const;
    });
    return () => {
      for (const to of this.#order.splice(length)) this.#needed.delete(to);
      for (const [to, constraints] of touched.reverse()) this.#constraints.set(to, constraints);
    };
  }

  /** Notes a conflict. The first one is explained, so everything that may lead to it must be known. */
  #fail(at: number, constraints: readonly Constraint[]): void {
    const unknown = this.first ? [] : this.#order.slice(at).filter((each) => !this.#catalog.candidatesOf(each));
    if (unknown.length > 0) throw new NotKnown(unknown);
    this.#note(constraints);
  }

  #note(constraints: readonly Constraint[]): void {
    this.first ??= constraints.map(({ by, need }) => ({ to: need.to, range: need.range, chain: this.#chainTo(by) }));
  }

  /** The chosen versions that lead to an entry, from the root. */
  #chainTo(entry: string): ChainLink[] {
    const chain: ChainLink[] = [];
    for (let at: string | undefined = entry; at !== undefined; at = this.#constraints.get(at)?.[0]?.by) {
      chain.unshift({ entry: at, version: this.chosen.get(at)?.version ?? '' });
      if (at === this.#root) break;
    }
    return chain;
  }

  /** The search asks the same often. */
  #matches(entry: string, candidate: Candidate, range: string): boolean {
    const key = `${entry} ${candidate.version} ${range}`;
    const known = this.#matched.get(key) ?? matches(candidate, range);
    this.#matched.set(key, known);
    return known;
  }
}
