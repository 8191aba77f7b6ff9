import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { localSecret } from '../../node/localSecret.ts';
import { signToken, type TokenRequest } from '../../node/signToken.ts';
import { examples } from '../examples.ts';
import { namespaceFrom } from '../options.ts';
import { readSettings, type Settings } from '../settings.ts';
import { note, print, printJson, warn } from '../terminal.ts';

interface Options {
  role: TokenRequest['role'];
  namespace: string;
  subject: string;
  expires: string;
  json?: boolean;
}

export const token = (program: Command): Command =>
  program
    .command('token')
    .summary('create a token for a local gateway')
    .description(
      'Signs a token with SUPABASE_JWT_SECRET if it is set, otherwise with the secret of the local gateway in REGISTRY_DATA_DIR.',
    )
    .addOption(
      new Option('--role <role>', 'role of the token').choices(['viewer', 'publisher', 'admin']).makeOptionMandatory(),
    )
    .option('--namespace <namespace>', 'namespace that the token may write to', namespaceFrom, 'default')
    .addOption(
      new Option('--subject <uuid>', 'user id')
        .argParser(uuidFrom)
        .default(subjectHere(), 'derived from your user name and this machine'),
    )
    .option('--expires <time>', 'lifetime, such as 30d, 12h or 15m', timeFrom, '30d')
    .option('--json', 'print the token and its claims as JSON')
    .addHelpText(
      'after',
      examples(
        'export REGISTRY_TOKEN=$(registry token --role publisher)',
        'registry token --role admin --namespace team-a --expires 1h',
      ),
    )
    .action(async ({ role, namespace, subject, expires, json }: Options) => {
      const settings = readSettings();
      const signed = await signToken(await secretOf(settings), { role, namespace, subject, expiresIn: expires });
      if (json) return printJson({ token: signed, role, namespace, subject, expires });
      print(signed);
      note(`Role ${role} in the namespace ${namespace}, user ${subject}, expires in ${expires}.`);
    });

async function secretOf({ SUPABASE_JWT_SECRET, SUPABASE_URL, REGISTRY_DATA_DIR }: Settings): Promise<Uint8Array> {
  if (SUPABASE_JWT_SECRET) {
    note('Signed with SUPABASE_JWT_SECRET.');
    return new TextEncoder().encode(SUPABASE_JWT_SECRET);
  }
  if (SUPABASE_URL)
    warn('SUPABASE_URL is set: a gateway with it accepts only tokens of its Supabase project, not this one.');
  note(`Signed with ${join(REGISTRY_DATA_DIR, 'jwt-secret')}; valid for a gateway with the same REGISTRY_DATA_DIR.`);
  return localSecret(REGISTRY_DATA_DIR);
}

function uuidFrom(text: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text))
    return text.toLowerCase();
  throw new InvalidArgumentError('Must be a UUID.');
}

function timeFrom(text: string): string {
  if (/^[1-9]\d{0,4}[smhdw]$/.test(text)) return text;
  throw new InvalidArgumentError('Must be a duration such as 30d, 12h or 15m.');
}

/** One UUID (version 8, RFC 9562) per user and machine, so that successive tokens identify the same user. */
function subjectHere(): string {
  const hash = createHash('sha256').update(`nofx-registry:${person()}@${hostname()}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function person(): string {
  try {
    return userInfo().username;
  } catch {
    return 'nobody'; // A container may run as an id without a name.
  }
}
