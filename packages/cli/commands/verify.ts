import type { Command } from 'commander';
import pc from 'picocolors';
import {
  type Client,
  GatewayRefused,
  VerifyLogDocument,
  type VerifyLogQuery,
  VerifyVersionsDocument,
  type VerifyVersionsQuery,
} from '../../client/index.ts';
import { type Kind, kinds, lockFile } from '../../manifest/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated } from '../gateway.ts';
import { namesOf, nounOf } from '../kinds.ts';
import { verifyCopy } from '../lock/verifyCopy.ts';
import { misuse, Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, plural, print, printJson } from '../terminal.ts';

interface Options {
  seen?: string;
  lock?: string | true;
  dir: string;
  log?: boolean;
  versions?: boolean;
  json?: boolean;
}

/** How much was checked, and the first problems found. */
interface Found {
  checked: number;
  problems: string[];
}

/** Maximum number of problems shown per check. */
const maxShown = 20;

export const verify = (program: Command): Command =>
  program
    .command('verify')
    .summary('verify the event log and the stored versions, or a pulled copy against a lock')
    .description(
      'Recomputes every hash of the event log and the digest of every version that you can see, and reports mismatches. Requires the role admin. With --lock, compares a pulled copy with a lock instead: offline, without a token.',
    )
    .option('--seen <seal>', 'seal printed by an earlier verify: the log must still contain everything up to it')
    .option('--no-log', 'do not verify the event log')
    .option('--no-versions', 'do not verify the versions')
    .option('--lock [file]', `compare a pulled copy with this lock (default: ${lockFile})`)
    .option('--dir <folder>', 'folder of the pulled copy, with --lock', '.')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'registry verify',
        'registry verify --no-versions --seen "$(cat last-seal)"',
        'registry verify --lock --dir vendor',
      ),
    )
    .action(async ({ seen, log, versions, lock, dir, json }: Options, command: Command) => {
      if (lock !== undefined) return verifyCopy(lock === true ? lockFile : lock, dir, json ?? false);
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'verify', 'admin');
      const problems: string[] = [];
      const checks: { what: string; checked: number; problems: string[] }[] = [];
      let seal: string | null = null;
      const report = (what: string, found: Found) => {
        checks.push({ what, checked: found.checked, problems: found.problems });
        problems.push(...found.problems);
        if (json) return;
        print(`${found.problems.length === 0 ? pc.green('✓') : pc.red('✗')} ${what} checked.`);
        for (const problem of found.problems) print(`  ${clean(problem)}`);
      };

      if (log !== false) {
        const verified = await verifyLog(client);
        report(`log: ${plural(verified.checked, 'event')}`, verified);
        if (seen !== undefined) report('log: events up to the seal', await verifySeal(client, seen));
        if (problems.length === 0) seal = verified.seal;
        if (seal !== null && !json) print(`  Store this seal where no one else can change it: ${verified.seal}`);
      }
      if (versions !== false) {
        for (const kind of kinds) {
          const verified = await verifyVersions(client, kind);
          report(`${namesOf[kind]}: ${plural(verified.checked, 'version')}`, verified);
        }
      }
      if (json) printJson({ ok: problems.length === 0, checks, seal });
      const [first] = problems;
      if (first) throw new Problem(`Verification failed: ${clean(first)}`);
    });

const logPage = 5_000;
const versionsPage = 50;

async function verifyLog(client: Client): Promise<Found & { seal: string }> {
  const found: Found = { checked: 0, problems: [] };
  const line = progressLine();
  for (let after: string | null = null; ; ) {
    const page: VerifyLogQuery['verifyLog'] = (await client.request(VerifyLogDocument, { after, first: logPage }))
      .verifyLog;
    found.checked += page.checked;
    if (page.problem) found.problems.push(`${page.problem.message}${idOf(page.problem.eventId)}`);
    line.show(`log: ${page.number} of ${page.head}`);
    after = page.endCursor;
    if (page.hasNextPage && found.problems.length < maxShown) continue;
    line.clear();
    return { ...found, seal: after };
  }
}

const idOf = (eventId: string | null) => (eventId === null ? '' : ` (${eventId})`);

/** A seal is the position of an event and its hash: rewriting the log before it would change the hash. */
async function verifySeal(client: Client, seal: string): Promise<Found> {
  const { verifyLog: page } = await client.request(VerifyLogDocument, { after: seal, first: 1 }).catch((error) => {
    if (error instanceof GatewayRefused && error.code === 'BAD_USER_INPUT')
      throw misuse('Invalid --seen: must be a seal, as `verify` printed it.');
    throw error;
  });
  const { problem, number } = page;
  const isGone = problem !== null && problem.number !== null && problem.number <= number;
  return { checked: 1, problems: isGone ? [`The log changed after the seal was printed: ${problem.message}`] : [] };
}

async function verifyVersions(client: Client, kind: Kind): Promise<Found> {
  const found: Found = { checked: 0, problems: [] };
  const line = progressLine();
  for (let after: string | null = null; ; ) {
    const variables = { kind, after, first: versionsPage };
    const page: VerifyVersionsQuery['verifyVersions'] = (await client.request(VerifyVersionsDocument, variables))
      .verifyVersions;
    found.checked += page.checked;
    for (const { namespace, entryId, version, reason, message } of page.problems) {
      found.problems.push(`${nounOf[kind]} ${namespace}/${entryId}@${version}: ${message} (${reason})`);
    }
    line.show(`${namesOf[kind]}: ${plural(found.checked, 'version')}`);
    after = page.endCursor;
    if (page.hasNextPage && found.problems.length < maxShown) continue;
    line.clear();
    return { ...found, problems: found.problems.slice(0, maxShown) };
  }
}

/** Progress on one line of a terminal; nothing elsewhere. */
function progressLine() {
  const write = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  };
  return { show: (text: string) => write(pc.dim(`${text}…`)), clear: () => write('') };
}
