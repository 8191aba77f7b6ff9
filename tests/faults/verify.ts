import {
  VerifyLogDocument,
  type VerifyLogQuery,
  VerifyVersionsDocument,
  type VerifyVersionsQuery,
} from '../../packages/client/index.ts';
import { kinds } from '../../packages/manifest/index.ts';
import type { World } from './world.ts';

export type LogProblem = NonNullable<VerifyLogQuery['verifyLog']['problem']>;
export type VersionProblem = VerifyVersionsQuery['verifyVersions']['problems'][number];

/** Reads the whole log; returns its length and the first mismatch. */
export async function verifyLog(world: World): Promise<{ checked: number; problem: LogProblem | null }> {
  let checked = 0;
  for (let after: string | null = null; ; ) {
    const { verifyLog: page }: VerifyLogQuery = await world.untilAnswered(VerifyLogDocument, { after, first: 10_000 });
    checked += page.checked;
    if (page.problem || !page.hasNextPage) return { checked, problem: page.problem ?? null };
    after = page.endCursor;
  }
}

/** Reads every version; returns their number and every mismatch. */
export async function verifyVersions(world: World): Promise<{ checked: number; problems: VersionProblem[] }> {
  const found: { checked: number; problems: VersionProblem[] } = { checked: 0, problems: [] };
  for (const kind of kinds) {
    for (let after: string | null = null; ; ) {
      const { verifyVersions: page }: VerifyVersionsQuery = await world.untilAnswered(VerifyVersionsDocument, {
        kind,
        after,
        first: 100,
      });
      found.checked += page.checked;
      found.problems.push(...page.problems);
      if (!page.hasNextPage) break;
      after = page.endCursor ?? null;
    }
  }
  return found;
}
