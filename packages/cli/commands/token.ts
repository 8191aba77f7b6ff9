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
    .summary('make a token for a gateway that runs from the same folder')
    .description(
      'Signs a token with the secret of a local gateway (in REGISTRY_DATA_DIR), or with SUPABASE_JWT_SECRET.',
    )
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['viewer', 'publisher', 'admin']).makeOptionMandatory(),
    )
    .option('--namespace <namespace>', 'whose entries it writes', namespaceFrom, 'default')
    .option('--subject <uuid>', 'who acts; the same one for you on this machine unless told', uuidFrom, subjectHere())
    .option('--expires <time>', 'from now: 30d, 12h, 15m', timeFrom, '30d')
    .option('--json', 'print the token and whom it is for as JSON')
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
      note(`${role} of ${namespace}, as ${subject}, for ${expires}.`);
    });

async function secretOf({ SUPABASE_JWT_SECRET, SUPABASE_URL, REGISTRY_DATA_DIR }: Settings): Promise<Uint8Array> {
  if (SUPABASE_JWT_SECRET) {
    note('Signed with SUPABASE_JWT_SECRET.');
    return new TextEncoder().encode(SUPABASE_JWT_SECRET);
  }
  if (SUPABASE_URL) warn('A gateway with SUPABASE_URL takes the tokens of its Supabase project, not this one.');
  note(`Signed with ${join(REGISTRY_DATA_DIR, 'jwt-secret')}: for a gateway with the same REGISTRY_DATA_DIR.`);
  return localSecret(REGISTRY_DATA_DIR);
}

function uuidFrom(text: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text))
    return text.toLowerCase();
  throw new InvalidArgumentError('Expected a uuid.');
}

function timeFrom(text: string): string {
  if (/^[1-9]\d{0,4}[smhdw]$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a time such as 30d, 12h or 15m.');
}

/** One uuid (version 8, RFC 9562) a person and machine, so that tokens that follow each other are one actor. */
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
