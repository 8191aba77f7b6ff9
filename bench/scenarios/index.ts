import { cached } from './cached.ts';
import { get } from './get.ts';
import { history } from './history.ts';
import { nested } from './nested.ts';
import { page } from './page.ts';
import type { Scenario } from './scenario.ts';
import { search, searchesByWord } from './search.ts';

export type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  get,
  nested,
  page,
  history,
  search,
  ...searchesByWord,
  cached,
] as unknown as Scenario[];
