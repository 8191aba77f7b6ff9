import { textIn } from '../base64.ts';
import type { Kind } from '../db/kindTables.ts';
import { type LoggedVersion, loggedVersion, loggedVersions } from '../db/verify.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';
import { type Mismatch, type ReadFile, type VersionMismatch, verifyVersion } from './verifyVersion.ts';

/** A mismatch between a version, its files and the event log. */
export interface VersionProblem extends Mismatch {
  kind: Kind;
  namespace: string;
  slug: string;
  version: string;
}

export interface VersionsVerification {
  /** Number of versions that were verified. */
  checked: number;
  problems: VersionProblem[];
  /** Null for an empty page. */
  endCursor: string | null;
  hasNextPage: boolean;
}

/** Versions per page. */
const pageSize = { default: 20, max: 100 };
/** A page ends after it has read this many bytes. Its last version may exceed the limit. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Verifies a page of the versions that the caller can see, ordered by id, starting from their files. A version that is
 * published meanwhile may be left out.
 *
 * @param after the `endCursor` of the previous page
 * @param first 1 to 100 versions. Defaults to 20. Large versions make the page shorter
 * @throws Forbidden for all but admins; BAD_USER_INPUT; UNAVAILABLE when storage is unavailable
 */
export async function verifyVersions(
  services: Services,
  caller: Caller,
  { kind, after, first }: { kind: Kind; after?: string | null | undefined; first?: number | null | undefined },
): Promise<VersionsVerification> {
  const user = requireRole(caller, 'admin', 'verify versions');
  const size = first ?? pageSize.default;
  if (size < 1 || size > pageSize.max) {
    throw new RequestError('BAD_USER_INPUT', `\`first\` must be from 1 to ${pageSize.max}.`);
  }
  const start = after ? decodeCursor(kind, after) : null;
  await services.feed.advance();
  const rows = await services.db.read(user, loggedVersions(kind, start, size + 1));

  let bytes = 0;
  const readFile: ReadFile = async (sha256) => {
    const content = await fileOf(services, sha256);
    bytes += content instanceof Uint8Array ? content.length : 0;
    return content;
  };
  const verified: LoggedVersion[] = [];
  const problems: VersionProblem[] = [];
  for (const version of rows.slice(0, size)) {
    if (bytes >= maxBytes) break;
    const { namespace, slug, version: number } = version;
    for (const found of await verifyLatest(services, user, version, readFile)) {
      problems.push({ ...found, kind, namespace, slug, version: number });
    }
    verified.push(version);
  }
  const last = verified.at(-1);
  return {
    checked: verified.length,
    problems,
    endCursor: last ? encodeCursor(kind, last.id) : null,
    hasNextPage: verified.length < rows.length,
  };
}

/** A version that is being changed has its row before its event has a number. Verified again, it matches. */
async function verifyLatest(
  services: Services,
  user: User,
  version: LoggedVersion,
  readFile: ReadFile,
): Promise<Mismatch[]> {
  let found = await verifyVersion(version, readFile, user.namespace);
  for (let again = 0; again < 3 && found.some(({ reason }) => isOfLog(reason)); again += 1) {
    await services.feed.advance();
    const [now] = await services.db.read(user, loggedVersion(version.kind, version.id));
    if (!now) return []; // A draft that was replaced.
    found = await verifyVersion(now, readFile, user.namespace);
  }
  return found;
}

const isOfLog = (reason: VersionMismatch) => reason === 'NOT_IN_LOG' || reason === 'LOG_MISMATCH';

/** Storage refuses to return damaged content. An outage means nothing for the content. */
const fileOf: (services: Services, sha256: string) => ReturnType<ReadFile> = ({ artifacts }, sha256) =>
  artifacts.get(sha256).catch((error: unknown) => {
    if (error instanceof RequestError) throw error;
    return 'damaged' as const;
  });

const encodeCursor = (kind: Kind, id: string): string => Buffer.from(`${kind}.${id}`).toString('base64url');

function decodeCursor(kind: Kind, cursor: string): string {
  const text = textIn('base64url', cursor) ?? '';
  const [, of, id] = /^(\w+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (id && of === kind) return id;
  throw new RequestError(
    'BAD_USER_INPUT',
    '`after` is not a valid cursor of `verifyVersions` for this kind. Use the `endCursor` of a page.',
  );
}
