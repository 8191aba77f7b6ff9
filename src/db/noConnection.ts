import { RequestError } from '../errors.ts';

/** Whatever was in the way while connecting: for a caller the database is away; the reason is the cause. */
export function explainNoConnection(error: unknown): never {
  if (error instanceof RequestError) throw error;
  throw new RequestError('UNAVAILABLE', 'The database cannot be reached right now. Try again.', { cause: error });
}

/** For whoever runs it and may set the address: what the driver said, and what to look at. Neither holds a password. */
export function whyNoConnection(error: Error): string {
  const { message, cause } = error;
  if (!(error instanceof RequestError && cause instanceof Error)) return message;
  const { code } = cause as Error & { code?: unknown };
  const said = [cause.message, code].filter(Boolean).join(', ');
  const hint = hints.find(([seen]) => seen.test(said))?.[1];
  return `The database cannot be reached: ${said}.${hint ? ` ${hint}` : ''}`;
}

/** What is seen at the first try, by the codes of Postgres, Node and OpenSSL, and by the words of poolers. */
const hints: [seen: RegExp, hint: string][] = [
  [
    /tenant/i,
    'This pooler does not know the login: it is <role>.<project>, at the host that *Connect* shows for this project.',
  ],
  [
    /28P01|08P01|SASL|password/,
    'Is it the password of this login? In an address, write other characters than letters, digits and -._~ as %XX.',
  ],
  [/no encryption|SSL.{0,200}(required|off)/i, 'Add ?uselibpqcompat=true&sslmode=require to the address.'],
  [
    /CERT|certificate/i,
    'Nobody here knows who signed the certificate: say sslmode=verify-full&sslrootcert=<file>, or uselibpqcompat=true&sslmode=require to encrypt only.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timeout/,
    'Is the host right? The direct address of a Supabase project is IPv6 only: without IPv6 take that of the session pooler.',
  ],
  [/28000/, 'Does this login exist, and may it log in from here (pg_hba.conf)?'],
  [/53300/, 'The server has no free connection: raise its max_connections, or lower DATABASE_CONNECTIONS.'],
  [/57P03/, 'The server is starting, stopping or in recovery: try again.'],
  [/terminated unexpectedly|Unexpected|unknown message|ECONNRESET/, 'Is it Postgres that listens there?'],
  [/3D000/, 'That server has no such database.'],
];
