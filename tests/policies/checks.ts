import { type ActorName, actorNames, actors, type PolicyActor } from './actors.ts';
import type { Attempts } from './attempt.ts';
import { attemptChecks } from './attempts/index.ts';
import { claimChecks } from './claims.ts';
import { matrix, type Seen, type Written } from './matrix.ts';
import { searchChecks } from './searching.ts';
import { tries } from './statements.ts';
import { structureChecks } from './structure.ts';
import { viewChecks } from './views.ts';
import { keyOf, type WorldRow, worldRows } from './world.ts';

/** One line of the matrix, or one attempt: returns the differences. */
export interface Check {
  /** Its main table: a mutation of this table is checked here first. */
  table: string;
  name: string;
  run(attempts: Attempts): Promise<string[]>;
}

/** Everything that is promised of the policies. */
export const checks = (): Check[] => [
  ...structureChecks,
  ...claimChecks,
  ...matrixChecks(),
  ...attemptChecks,
  ...searchChecks,
  ...viewChecks,
];

const actions = ['select', 'insert', 'update', 'delete'] as const;
type Action = (typeof actions)[number];

const matrixChecks = (): Check[] =>
  Object.entries(matrix).flatMap(([table, rules]) =>
    actions.map((action) => ({
      table,
      name: `${table}: ${action}`,
      run: async (attempts: Attempts) => {
        const cells = rules[action].map((word, column) => {
          const actor = actors[actorNames[column] as ActorName];
          return tryCell(attempts, table, action, actor, word);
        });
        return (await Promise.all(cells)).flat();
      },
    })),
  );

async function tryCell(attempts: Attempts, table: string, action: Action, actor: PolicyActor, word: Seen | Written) {
  const found =
    action === 'select'
      ? trySelect(attempts, table, actor, word as Seen)
      : action === 'insert'
        ? tryInsert(attempts, table, actor, word as Written)
        : tryChange(attempts, table, action, actor, word as Written);
  return (await found).map((problem) => `${actor.name} (${word}): ${problem}`);
}

const rowsOf = (table: string) => worldRows.filter((row) => row.table === table);

async function trySelect(attempts: Attempts, table: string, actor: PolicyActor, word: Seen): Promise<string[]> {
  const outcome = await attempts.attempt(actor, [`select ${keyOf(table)} as key from ${table}`]);
  if (word === 'refused') return outcome.result === 'refused' ? [] : [`it was not refused, but ${outcome.result}`];
  if (outcome.result !== 'done') return [`${outcome.result}: ${outcome.message}`];
  const seen = new Set(outcome.rows.map(({ key }) => key));
  const known = new Set(rowsOf(table).map(({ key }) => key));
  const strange = [...seen].filter((key) => !known.has(key as string)).map((key) => `sees ${key}, unknown here`);
  return [...strange, ...rowsOf(table).flatMap((row) => compare(row, sees(word, row, actor), seen.has(row.key)))];
}

const compare = (row: WorldRow, expected: boolean, found: boolean): string[] =>
  expected === found ? [] : [`${found ? 'sees' : 'does not see'} ${row.label}`];

function sees(word: Seen, row: WorldRow, actor: PolicyActor): boolean {
  const mine = row.namespace === actor.own;
  const isForAll = row.audience === 'everyone';
  const isShared = row.audience === 'tenants' || (!mine && row.audience === 'recipients');
  switch (word) {
    case 'everything':
      return true;
    case 'public':
      return isForAll || row.audience === 'outsiders';
    case 'published':
      return isForAll || isShared || (mine ? row.audience === 'members' : row.audience === 'outsiders');
    case 'namespace':
      return (
        isForAll ||
        isShared ||
        (mine && row.audience === 'recipients') ||
        (mine
          ? row.audience === 'members' || row.audience === 'publishers' || row.audience === 'admins'
          : row.audience === 'outsiders')
      );
    case 'its own':
      return row.actor === actor.id;
    default:
      return false;
  }
}

/** `namespace` and `its own` mean two things: there it works, and elsewhere it is refused. */
async function tryInsert(attempts: Attempts, table: string, actor: PolicyActor, word: Written): Promise<string[]> {
  const wanted = word === 'refused' ? ['refused', 'refused'] : ['done', 'refused'];
  const places = [actor.own, actor.other];
  const outcomes = await Promise.all(
    places.map((place) => attempts.attempt(actor, tries[table]?.insert(actor, place) ?? [])),
  );
  return outcomes.flatMap((outcome, at) =>
    outcome.result === wanted[at]
      ? []
      : [`in ${places[at]}: ${outcome.result}${'message' in outcome ? `: ${outcome.message}` : ''}`],
  );
}

/** Of every row at once, without looking: a row may be out of sight and yet within reach. */
async function tryChange(
  attempts: Attempts,
  table: string,
  action: 'update' | 'delete',
  actor: PolicyActor,
  word: Written,
): Promise<string[]> {
  const statement = action === 'delete' ? `delete from ${table}` : `update ${table} set ${tries[table]?.update(actor)}`;
  const [blind, looking] = await Promise.all([
    attempts.attempt(actor, [statement]),
    attempts.attempt(actor, [`${statement} returning ${keyOf(table)} as key`]),
  ]);
  if (word === 'refused') {
    return [blind, looking].every(({ result }) => result === 'refused') ? [] : [`it was not refused`];
  }
  if (blind.result !== 'done') return [`${blind.result}: ${blind.message}`];
  if (looking.result !== 'done') return [`${looking.result}: ${looking.message}`];
  const expected = rowsOf(table).filter((row) => changes(word, row, actor));
  const changed = new Set(looking.rows.map(({ key }) => key));
  return [
    ...rowsOf(table).flatMap((row) =>
      expected.includes(row) === changed.has(row.key)
        ? []
        : [`${changed.has(row.key) ? 'changed' : 'could not change'} ${row.label}`],
    ),
    ...(blind.count === expected.length ? [] : [`changed ${blind.count} rows unseen, not ${expected.length}`]),
  ];
}

function changes(word: Written, row: WorldRow, actor: PolicyActor): boolean {
  const mine = row.namespace === actor.own;
  switch (word) {
    case 'namespace':
      return mine;
    case 'drafts':
      return mine && row.draft === true;
    case 'unbound':
      return mine && row.unbound === true;
    case 'its own':
      return row.actor === actor.id;
    default:
      return false;
  }
}
