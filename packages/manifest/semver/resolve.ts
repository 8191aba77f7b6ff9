import type { Candidate, Catalog, ChainLink, Demand, Need, Resolution, ResolutionProblem } from './resolution.ts';
import { cycleIn } from './resolutionCycle.ts';
import { WithoutProblems } from './resolutionRest.ts';
import { maxSatisfying } from './version.ts';

type Root = ChainLink & Candidate;

/** Maximum number of versions that are tried, in all rounds together. */
const maxTries = 5_000;

/** Maximum number of times that the rest is resolved after a problem was found. */
const maxRounds = 20;

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
 * A version that needs itself through others is a problem, even if older versions would avoid it. After a problem the rest is
 * resolved without the references that it consists of, so that independent problems are found at once.
 *
 * @param rounds how many times at most; one finds the first problems only
 */
export function resolve(root: Root, catalog: Catalog, rounds: number = maxRounds): Resolution {
  const rest = new WithoutProblems(catalog);
  const problems: ResolutionProblem[] = [];
  const tries = { left: maxTries };
  for (let round = 0; round < rounds; round += 1) {
    const found = resolveOnce({ ...root, needs: rest.needsOf(root.entry, root.needs) }, rest, tries);
    if (found.unknown) return found;
    if (found.chosen) return round === 0 ? found : { problems };
    const isTooComplex = found.problems.some(({ kind }) => kind === 'too_complex');
    if (round === 0 || !isTooComplex) problems.push(...found.problems);
    if (isTooComplex) break;
    rest.leaveOut(found.problems);
  }
  return { problems };
}

function resolveOnce(root: Root, catalog: Required<Catalog>, tries: Tries): Resolution {
  const search = new Search(root, catalog, tries);
  try {
    if (!search.run()) return { problems: problemsOf(root, catalog, search) };
    const cycle = cycleIn(root.entry, search.chosen, (to) => catalog.entryOf(to));
    return cycle ? { problems: [cycle] } : { chosen: search.chosen };
  } catch (error) {
    if (error instanceof NotKnown) return { unknown: error.entries };
    if (!(error instanceof TooComplex)) throw error;
    return { problems: [{ kind: 'too_complex', demands: search.first }] };
  }
}

/** Everything that the root needs and no version satisfies, or else the first conflict. */
function problemsOf(root: Root, catalog: Required<Catalog>, { first }: Search): ResolutionProblem[] {
  const chain = [{ entry: root.entry, version: root.version }];
  const none = root.needs.filter(({ to, range, isOptional }) => {
    // What follows another entry has no versions because that one has none.
    if (isOptional || catalog.followedBy(catalog.entryOf(to))) return false;
    const candidates = catalog.candidatesOf(catalog.entryOf(to));
    return candidates !== undefined && !candidates.some((candidate) => matches(candidate, range));
  });
  if (none.length > 0) return none.map(({ to, range }) => ({ kind: 'none', demand: { to, range, chain } }));
  return first.length > 1 ? [{ kind: 'conflict', demands: first }] : first.map((demand) => ({ kind: 'none', demand }));
}

class NotKnown extends Error {
  readonly entries: readonly string[];
  constructor(entries: readonly string[]) {
    super();
    this.entries = entries;
  }
}

class TooComplex extends Error {}

interface Tries {
  left: number;
}

interface Constraint {
  /** The chosen version that has the need. */
  by: ChainLink;
  need: Need;
}

/** A depth-first search that returns to the last decision that a conflict depends on. */
class Search {
  readonly chosen = new Map<string, Candidate>();
  /** The demands of the first conflict, which is that of the preferred versions. */
  first: readonly Demand[] = [];
  readonly #catalog: Required<Catalog>;
  readonly #root: Root;
  readonly #constraints = new Map<string, readonly Constraint[]>();
  /** The entries in the order of decision. */
  readonly #order: string[] = [];
  readonly #needed = new Set<string>();
  readonly #matched = new Map<string, boolean>();
  readonly #tries: Tries;

  constructor(root: Root, catalog: Required<Catalog>, tries: Tries) {
    this.#catalog = catalog;
    this.#root = root;
    this.#tries = tries;
    this.chosen.set(root.entry, root);
  }

  /** Whether everything is chosen. */
  run(): boolean {
    if (this.#clashes(this.#root).length > 0) return false;
    this.#require(this.#root);
    return this.#decide(0) === null;
  }

  /** Decides the entry at this place and those after it. Returns the entries that a failure depends on. */
  #decide(at: number): Set<string> | null {
    const entry = this.#order[at];
    if (entry === undefined) return null;
    const candidates = this.#catalog.candidatesOf(entry);
    if (!candidates) throw new NotKnown(this.#unknown());
    const constraints = this.#constraintsOn(entry);
    const leader = this.#catalog.followedBy(entry);
    // Everything depends on the root.
    const involved = new Set([leader ?? this.#root.entry, ...constraints.map(({ by }) => by.entry)]);
    const matching = candidates.filter(
      (candidate) =>
        (leader === null || this.chosen.get(leader)?.version === candidate.version) &&
        constraints.every(({ need }) => this.#matches(entry, candidate, need.range)),
    );
    if (matching.length === 0) this.#fail(constraints);
    for (const candidate of matching) {
      this.#tries.left -= 1;
      if (this.#tries.left < 0) throw new TooComplex();
      this.chosen.set(entry, candidate);
      const decided = { entry, version: candidate.version, needs: candidate.needs };
      const clashes = this.#clashes(decided);
      for (const each of clashes) involved.add(each);
      if (clashes.length === 0) {
        const undo = this.#require(decided);
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
    return involved;
  }

  /** The decided entries whose chosen version a candidate cannot be used with. */
  #clashes(by: Root): string[] {
    return by.needs.flatMap((need) => {
      const to = this.#catalog.entryOf(need.to);
      const decided = this.chosen.get(to);
      if (!decided || this.#matches(to, decided, need.range)) return [];
      this.#note([...this.#constraintsOn(to), { by, need }]);
      return [to];
    });
  }

  /** Adds what a version needs. Returns how to take it back. */
  #require(by: Root): () => void {
    const length = this.#order.length;
    const touched = by.needs.map((need) => {
      const to = this.#catalog.entryOf(need.to);
      const constraints = this.#constraintsOn(to);
      this.#constraints.set(to, [...constraints, { by, need }]);
      if (!need.isOptional && to !== this.#root.entry && !this.#needed.has(to)) {
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
  #fail(constraints: readonly Constraint[]): void {
    const unknown = this.first.length > 0 ? [] : this.#unknown();
    if (unknown.length > 0) throw new NotKnown(unknown);
    this.#note(constraints);
  }

  #note(constraints: readonly Constraint[]): void {
    if (this.first.length > 0) return;
    this.first = constraints.map(({ by, need }) => ({ to: need.to, range: need.range, chain: this.#chainTo(by) }));
  }

  /** The chosen versions that lead to one of them, from the root. */
  #chainTo({ entry, version }: ChainLink): ChainLink[] {
    const [first] = entry === this.#root.entry ? [] : this.#constraintsOn(entry);
    return [...(first ? this.#chainTo(first.by) : []), { entry, version }];
  }

  #constraintsOn(entry: string): readonly Constraint[] {
    return this.#constraints.get(entry) ?? [];
  }

  /** The entries that must be decided and whose candidates are not known. */
  #unknown(): string[] {
    return this.#order.filter((entry) => !this.#catalog.candidatesOf(entry));
  }

  /** The search asks the same often. */
  #matches(entry: string, candidate: Candidate, range: string): boolean {
    const key = `${entry} ${candidate.version} ${range}`;
    const known = this.#matched.get(key) ?? matches(candidate, range);
    this.#matched.set(key, known);
    return known;
  }
}
