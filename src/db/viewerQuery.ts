import pg from 'pg';
import { camelCase } from './rows.ts';

/** A statement of the driver: its text, its values, and a name where it is prepared once per connection. */
export interface Statement {
  text: string;
  values: unknown[];
  name?: string;
}

/** What this file uses of the driver's connection and of its `Query`, beyond their declared types. */
interface Connection {
  readonly parsedStatements: Readonly<Record<string, string>>;
  parse(message: { text: string; name?: string | undefined }): void;
  bind(message: { statement: string | undefined; values: unknown[] }): void;
  execute(message: object): void;
}
interface Fields {
  fields: { name: string }[];
}
interface DriverQuery {
  prepare(connection: Connection): void;
  handleRowDescription(message: Fields): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}
const driver = pg.Query.prototype as unknown as DriverQuery;

const isPrepared = (client: pg.ClientBase, name: string): boolean =>
  (client as unknown as { connection: Connection }).connection.parsedStatements[name] !== undefined;

type Done = (error: Error | null, result: pg.QueryResult) => void;

/** A statement whose rows come with `camelCase` keys: renamed once a result, not once a row. */
class CamelCaseQuery extends pg.Query {
  constructor(query: Statement, done: Done) {
    super({ ...query, queryMode: 'extended' } as pg.QueryConfig, done as never);
  }

  handleRowDescription(message: Fields): void {
    for (const field of message.fields) field.name = camelCase(field.name);
    driver.handleRowDescription.call(this, message);
  }
}

/**
 * A statement that sets for whom the next one runs, and the next one, before a single Sync: Postgres runs both in one
 * implicit transaction, and `set_config(…, true)` ends with it. Half the messages and statements of BEGIN … COMMIT.
 *
 * A `Query` of the driver, so that pipelines, timeouts and broken connections are handled as for any other. The driver
 * notes a name as prepared for one statement of a query, so a named `settings` is prepared by a query of its own.
 */
class ViewerQuery extends CamelCaseQuery {
  readonly #settings: Statement;
  /** Until the first statement is complete, what comes back is its own: nothing that anyone asked for. */
  #settled = false;

  constructor(settings: Statement, query: Statement, done: Done) {
    super(query, done);
    this.#settings = settings;
  }

  /** Called by the driver to send the messages of a statement; it sends Sync after those of the second one. */
  prepare(connection: Connection): void {
    const { name, text, values } = this.#settings;
    if (name === undefined) connection.parse({ text });
    connection.bind({ statement: name, values });
    connection.execute({});
    driver.prepare.call(this, connection);
  }

  handleDataRow(message: unknown): void {
    if (this.#settled) driver.handleDataRow.call(this, message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#settled) driver.handleCommandComplete.call(this, message, connection);
    else this.#settled = true;
  }
}

const run = <Row>(client: pg.ClientBase, create: (done: Done) => pg.Query): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    client.query(create((error, result) => (error ? reject(error) : resolve(result.rows as Row[]))));
  });

/** Runs a statement. Rows come with `camelCase` keys. */
export const query = <Row>(client: pg.ClientBase, statement: Statement): Promise<Row[]> =>
  run(client, (done) => new CamelCaseQuery(statement, done));

/**
 * Runs a statement after one that sets for whom, in one round trip and one transaction. Rows come with `camelCase` keys.
 *
 * @param settings whether it is named or not; the first time on a connection, a named one is sent twice
 */
export async function queryAsViewer<Row>(
  client: pg.ClientBase,
  settings: Statement,
  statement: Statement,
): Promise<Row[]> {
  const mustPrepare = settings.name !== undefined && !isPrepared(client, settings.name);
  const prepared = mustPrepare ? client.query(settings) : undefined;
  const answer = run<Row>(client, (done) => new ViewerQuery(settings, statement, done));
  if (prepared) await Promise.all([prepared, answer.catch(() => {})]); // Its error comes first: the other follows from it.
  return answer;
}
