import type { Demand, ResolutionProblem } from '../../packages/manifest/index.ts';
import type { EntryStatus } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { UnresolvedDependency } from '../errors.ts';
import { noneIn } from './references.ts';

/** What is known of an entry. */
export interface NamedEntry {
  kind: Kind;
  slug: string;
  /** Null if the viewer cannot see it, or if it does not exist. NOT_READ if too many others were read before. */
  status: EntryStatus | 'REMOVED' | 'READ_ONLY' | 'NOT_READ' | null;
  /** Whether a template was bound to it when it was published, so that it exists. */
  isBound: boolean;
}

/** The problems of a resolution as errors, each reference with the chain that leads to it from the template. */
export function explainProblems(
  problems: readonly ResolutionProblem[],
  template: { entryId: string; slug: string },
  named: (to: string) => NamedEntry,
): UnresolvedDependency[] {
  const slugOf = (entry: string) => (entry === template.entryId ? template.slug : named(entry).slug);
  const links = ({ chain }: Demand) => chain.map(({ entry, version }) => `${slugOf(entry)}@${version}`);
  const explain = (demand: Demand, reason: string, last = [`${slugOf(demand.to)}@${demand.range}`]) => ({
    kind: demand.to === template.entryId ? ('TEMPLATE' as const) : named(demand.to).kind,
    slug: slugOf(demand.to),
    range: demand.range,
    reason,
    chain: [...links(demand), ...last],
  });
  return problems.flatMap((problem) => {
    if (problem.kind === 'none')
      return [explain(problem.demand, whyNone(named(problem.demand.to), problem.demand.range))];
    if (problem.kind === 'cycle')
      return [explain(problem.demand, `dependency cycle: ${cycleOf(links(problem.demand)).join(' -> ')}`, [])];
    const { demands } = problem;
    return demands.map((demand) => {
      if (!isUsable(named(demand.to))) return explain(demand, whyNone(named(demand.to), demand.range));
      const others = demands
        .filter((each) => each !== demand)
        .map((each) => `${each.range} (required by ${links(each).join(' -> ')})`);
      const conflict = `conflict: no published version also satisfies ${others.join(' and ')}`;
      const reason = problem.kind === 'conflict' ? conflict : `no combination of versions was found; ${conflict}`;
      return explain(demand, reason);
    });
  });
}

/** The end of a chain from where its last link occurs first. */
const cycleOf = (links: readonly string[]) => links.slice(links.indexOf(links.at(-1) ?? ''));

const isUsable = ({ status }: NamedEntry): boolean => status === 'ACTIVE' || status === 'DEPRECATED';

/** Why no version of an entry can be used. */
function whyNone({ kind, status, isBound }: NamedEntry, range: string): string {
  const noun = kind.toLowerCase();
  if (status === null) return isBound ? `the ${noun} is not visible to you` : `${noun} not found`;
  if (status === 'DISABLED') return `the ${noun} is disabled`;
  if (status === 'REMOVED') return `the ${noun} was removed`;
  if (status === 'READ_ONLY') return `the ${noun} is shared with your namespace for reading only`;
  if (status === 'NOT_READ') return 'the dependencies lead to too many agents and templates';
  return noneIn(range);
}
