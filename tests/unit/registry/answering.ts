import type { Query, Transaction } from '../../../src/db/database.ts';

/** A statement with the same text as `like` is answered with the rows that follow from its parameters. */
export type Answer = readonly [like: Query<unknown>, rows: (...parameters: never[]) => readonly unknown[]];

/** A transaction without a database. Any other statement is an error. `sent` has the parameters of each statement. */
export function answering(...answers: readonly Answer[]) {
  const sent: (readonly unknown[])[] = [];
  const run = async ({ sql, parameters }: Query<unknown>) => {
    const answer = answers.find(([like]) => like.sql === sql);
    if (!answer) throw new Error(`A statement that the test does not answer: ${sql}`);
    sent.push(parameters);
    return answer[1](...(parameters as never[]));
  };
  return { tx: { run } as unknown as Transaction, sent };
}
