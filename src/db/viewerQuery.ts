import pg from 'pg';
import { camelCase } from './rows.ts';

/** A statement of the driver: its text, its values, and a name if it is prepared once per connection. */
export interface Statement {
  text: string;
  values: unknown[];
  name?: string;
}

/** Members of the driver's connection and `Query` that are not in their declared types. */
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

/** A statement whose rows have `camelCase` keys. The columns are renamed once per result, not once per row. */
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
 * The statement with the viewer's settings and the query, before a single Sync: Postgres runs both in one implicit
 * transaction, and `set_config(…, true)` ends with it. Half the messages and statements of BEGIN … COMMIT.
 *
 * It is a `Query` of the driver, so that pipelines, timeouts and broken connections are handled as usual. The driver marks
 * a name as prepared for only one statement of a query, so named `settings` are prepared by a separate query.
 */
class ViewerQuery extends CamelCaseQuery {
  /** Read by the driver: milliseconds until the response. */
  readonly query_timeout: number;
  readonly #settings: Statement;
  /** Results before the first statement is complete belong to the settings, and are discarded. */
  #settled = false;

  constructor(settings: Statement, query: Statement, timeoutMs: number, done: Done) {
    super(query, done);
    this.query_timeout = timeoutMs;
    this.#settings = settings;
  }

  /** Called by the driver to send the messages of a statement. It sends Sync after those of the second one. */
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

/** Runs a statement. Its rows have `camelCase` keys. */
export const query = <Row>(client: pg.ClientBase, statement: Statement): Promise<Row[]> =>
  run(client, (done) => new CamelCaseQuery(statement, done));

/**
 * Runs a statement after the viewer's settings, in one round trip and one transaction. Its rows have `camelCase` keys.
 *
 * @param settings may be named; the first time on a connection, a named one is sent twice
 * @param timeoutMs until the response; then the connection is closed
 */
export async function queryAsViewer<Row>(
  client: pg.ClientBase,
  settings: Statement,
  statement: Statement,
  timeoutMs: number,
): Promise<Row[]> {
  const mustPrepare = settings.name !== undefined && !isPrepared(client, settings.name);
  const prepared = mustPrepare ? client.query({ ...settings, query_timeout: timeoutMs } as pg.QueryConfig) : undefined;
  const answer = run<Row>(client, (done) => new ViewerQuery(settings, statement, timeoutMs, done));
  if (prepared) await Promise.all([prepared, answer.catch(() => {})]); // Report its error first, because it causes the other one.
  return answer;
}
