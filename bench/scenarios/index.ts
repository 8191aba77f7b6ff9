import { get } from './get.ts';
import { nested } from './nested.ts';
import type { Scenario } from './scenario.ts';
import { search, searchesByWord } from './search.ts';

export type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [get, nested, search, ...searchesByWord] as unknown as Scenario[];
