import { parseArgs } from 'node:util';
import { table } from '../../packages/cli/table.ts';
import { isNamespace } from '../../packages/manifest/index.ts';
import { misused, usage } from '../../packages/node/usage.ts';
import { type Env, readEnv } from '../../server/open/env.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { running } from '../backup/running.ts';
import { withDatabase } from '../backup/withDatabase.ts';
import { exportCounts } from './exportTable.ts';
import { ExportStopped, exportToStripe, stripeClient } from './exportToStripe.ts';

const help = `Usage: npm run billing -- <command>

Sends usage records to Stripe as meter events, each once. See docs/billing.md.
  export                        send what was not sent yet, then say what is left. For cron; two at once are safe
  customers                     list which namespace is which Stripe customer
  customer <namespace> <cus_…>  map a namespace to a customer; "none" ends it
  open                          list the records that need a decision: unsure or refused
  resolve <record> <how>        decide: "counted" (Stripe has it), or "send" (it does not: send it again)

The database is that of DATABASE_ADMIN_URL or DATABASE_URL, as the owner, else the embedded one of REGISTRY_DATA_DIR. The key
is STRIPE_API_KEY; without it nothing is sent.`;
usage(help, ['--json']);

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const [command = '', first = '', second = ''] = positionals;

const show = (rows: readonly Record<string, unknown>[], headings: readonly string[]): void => {
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else if (rows.length === 0) console.log('None.');
  else
    console.log(
      table(
        headings,
        rows.map((row) => Object.values(row).map(String)),
      ),
    );
};

async function exportAll(run: RunSql, schema: string, { STRIPE_API_KEY: key, STRIPE_API_URL: url }: Env) {
  if (!key) {
    console.log('STRIPE_API_KEY is not set: nothing was sent.');
    return;
  }
  const stopped = await exportToStripe({ run, schema, stripe: stripeClient(key, url) }).catch((error) => {
    if (error instanceof ExportStopped) return error;
    throw error;
  });
  const counts = await exportCounts(run, schema);
  console.log(
    values.json
      ? JSON.stringify(counts)
      : `Records: ${Object.entries(counts)
          .map(([status, count]) => `${count} ${status.toLowerCase()}`)
          .join(', ')}.`,
  );
  if (stopped) console.error(`Stopped: ${stopped.message} The rest is sent the next time.`);
  const needsDecision = (counts.UNSURE ?? 0) + (counts.REFUSED ?? 0);
  if (needsDecision > 0) console.error(`${needsDecision} need a decision: npm run billing -- open`);
  if (stopped || needsDecision > 0) process.exitCode = 1;
}

async function setCustomer(run: RunSql, schema: string): Promise<void> {
  if (second === 'none') {
    await run(`delete from ${schema}.billing_customers where namespace = $1`, [first]);
  } else {
    await run(
      `insert into ${schema}.billing_customers (namespace, customer) values ($1, $2)
       on conflict (namespace) do update set customer = excluded.customer, set_at = now()`,
      [first, second],
    );
  }
  console.log(second === 'none' ? `${first} has no customer.` : `${first} is ${second}.`);
}

async function resolve(run: RunSql, schema: string): Promise<void> {
  const change =
    second === 'counted'
      ? `status = 'SENT', sent_at = now(), error = null`
      : `status = 'PENDING', unsure_since = null, error = null`;
  const [row] = await run(
    `update ${schema}.billing_exports set ${change} where record_id::text = $1 and status in ('UNSURE', 'REFUSED') returning seq`,
    [first],
  );
  if (row) {
    console.log(second === 'counted' ? 'Noted as sent.' : 'It is sent with the next export.');
    return;
  }
  console.error(`"${first}" is no record that needs a decision.`);
  process.exitCode = 1;
}

function check(): void {
  const counts: Readonly<Record<string, number>> = { export: 1, customers: 1, customer: 3, open: 1, resolve: 3 };
  if (counts[command] !== positionals.length) misused(`Not a command: "${positionals.join(' ')}".`, help);
  if (command === 'customer' && !isNamespace(first)) misused(`"${first}" is not a namespace.`, help);
  if (command === 'customer' && second !== 'none' && !/^cus_[A-Za-z0-9]{1,200}$/.test(second))
    misused(`"${second}" is not the id of a customer such as cus_NffrFeUfNV2Hib.`, help);
  if (command === 'resolve' && !['counted', 'send'].includes(second))
    misused(`"${second}" is not "counted" or "send".`, help);
}

check();
await running(async () => {
  const env = readEnv();
  const schema = `"${env.REGISTRY_SCHEMA}"`;
  await withDatabase(env, async (run) => {
    if (command === 'export') return exportAll(run, schema, env);
    if (command === 'customer') return setCustomer(run, schema);
    if (command === 'resolve') return resolve(run, schema);
    const listed =
      command === 'customers'
        ? `select namespace, customer from ${schema}.billing_customers order by namespace`
        : `select export.record_id, export.status, export.namespace, record.meter, record.quantity::float8 as quantity,
             record.occurred_at::text as occurred_at, coalesce(export.error, '') as error
           from ${schema}.billing_exports export join ${schema}.usage_records record on record.id = export.record_id
           where export.status in ('UNSURE', 'REFUSED') order by export.seq limit 1000`;
    const headings =
      command === 'customers'
        ? ['NAMESPACE', 'CUSTOMER']
        : ['RECORD', 'STATUS', 'NAMESPACE', 'METER', 'QUANTITY', 'TIME', 'ERROR'];
    show((await run(listed)) as Record<string, unknown>[], headings);
  });
});
