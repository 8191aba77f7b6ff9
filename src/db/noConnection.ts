import { RequestError, StorageUnavailable } from '../errors.ts';

/** Throws any connection error as UNAVAILABLE, with the reason as its cause. */
export function explainNoConnection(error: unknown): never {
  if (error instanceof RequestError) throw error;
  throw new RequestError('UNAVAILABLE', 'The database is unavailable. Try again.', { cause: error });
}

/** The message for the operator: the error of the driver or of storage and a hint, without passwords. */
export function whyNoConnection(error: Error): string {
  const { message, cause } = error;
  if (!(error instanceof RequestError && cause instanceof Error)) return message;
  const { code } = cause as Error & { code?: unknown };
  const reason = [cause.message, code].filter(Boolean).join(', ');
  if (error instanceof StorageUnavailable) return `File storage cannot be reached: ${reason}.`;
  const hint = hintFor(reason);
  return `The database cannot be reached: ${reason}.${hint ? ` ${hint}` : ''}`;
}

/** What to check, given the error and code of the driver, the system or a pooler. */
export const hintFor = (reason: string): string | undefined => hints.find(([pattern]) => pattern.test(reason))?.[1];

/** Hints for common setup errors, by codes of Postgres, Node and OpenSSL, and messages of poolers. */
const hints: [pattern: RegExp, hint: string][] = [
  [
    /tenant/i,
    'The pooler does not know this login. Use <role>.<project> as the user, and the host that *Connect* shows for the project.',
  ],
  [
    /28P01|08P01|SASL|password/,
    'Check the password of the login. In the URL, percent-encode all characters except letters, digits and -._~ (%XX).',
  ],
  [/no encryption|SSL.{0,40}(required|off)/i, 'Add ?uselibpqcompat=true&sslmode=require to the URL.'],
  [
    /CERT|certificate/i,
    'The issuer of the certificate is not trusted. Add sslmode=verify-full&sslrootcert=<file> to the URL, or uselibpqcompat=true&sslmode=require to encrypt without verification.',
  ],
  [/Query read timeout/, 'The server accepts connections but does not answer. Check its load, its disk and its locks.'],
  [
    /ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timeout/,
    'Check the host, and that the server there is not overloaded or frozen. The direct connection of a Supabase project requires IPv6; without IPv6, use the session pooler.',
  ],
  [/28000/, 'Check that the login exists and may connect from this machine (pg_hba.conf).'],
  [/53300/, 'The server has no free connection. Increase its max_connections, or lower DATABASE_CONNECTIONS.'],
  [/57P03/, 'The server is starting, stopping or in recovery. Try again.'],
  [
    /terminated unexpectedly|Unexpected|unknown message|ECONNRESET/,
    'Check that the server at this host and port is Postgres.',
  ],
  [/3D000/, 'The server has no database with this name.'],
];
