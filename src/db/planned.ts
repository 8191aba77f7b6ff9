import { LRUCache } from 'lru-cache';
import type { Items, Query } from './database.ts';

/** Stands for a parameter while its statement is compiled. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const compiled = new LRUCache<string, Query<unknown>>({ max: 1_000 });

interface Options<Row, Values> {
  /**
   * Whether Postgres shall make one plan for all values, instead of one for each list of ids, which takes longer than running
   * it. Not for a filter that some values make much narrower than others.
   */
  hasOnePlan?: boolean;
  /** Which values are lists, each in the text once, and which properties of a row have those of its item; see `Items`. */
  items?: { lists: readonly (keyof Values & string)[]; by: readonly (keyof Row & string)[] };
}

/**
 * A statement that is compiled once per shape; after that, only its parameters are filled in. For the statements of ordinary
 * reads, where compiling takes longer than sending.
 *
 * @param shape everything that the text of the statement depends on
 * @param build gets placeholders in place of the values, and must only pass them on
 */
export function planned<Row, Values extends object>(
  shape: readonly unknown[],
  values: Values,
  build: (values: Values) => Query<Row>,
  { hasOnePlan = true, items }: Options<Row, Values> = {},
): Query<Row> {
  const key = shape.join(' ');
  let plan = compiled.get(key);
  if (!plan) {
    const built = build(Object.fromEntries(Object.keys(values).map((name) => [name, new Slot(name)])) as Values);
    plan = { ...built, items: items && itemsIn(built, items) };
    compiled.set(key, plan);
  }
  const { sql, query, queryId, parameters, items: asked } = plan as Query<Row>;
  const filled = parameters.map((each) => (each instanceof Slot ? values[each.name as keyof Values] : each));
  return { sql, query, queryId, parameters: filled, hasOnePlan, items: asked };
}

const itemsIn = (
  { parameters }: Query<unknown>,
  { lists, by }: { lists: readonly string[]; by: readonly string[] },
): Items => ({
  lists: lists.map((name) => parameters.findIndex((each) => each instanceof Slot && each.name === name)),
  by,
});
