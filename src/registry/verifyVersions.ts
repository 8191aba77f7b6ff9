import type { Kind } from '../db/kindTables.ts';
import { type LoggedVersion, loggedVersion, loggedVersions } from '../db/verify.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';
import { type Mismatch, type ReadFile, type VersionMismatch, verifyVersion } from './verifyVersion.ts';

/** Something about a version that does not fit. */
export interface VersionProblem extends Mismatch {
  kind: Kind;
  namespace: string;
  slug: string;
  version: string;
}

export interface VersionsVerification {
  /** Versions that were looked at. */
  checked: number;
  problems: VersionProblem[];
  /** Null when there was none to look at. */
  endCursor: string | null;
  hasNextPage: boolean;
}

/** Versions a page. */
const pageSize = { default: 20, most: 100 };
/** What a page reads at most before it ends, whatever was asked for: the last version may exceed it. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Reads the versions that the caller may see again, from the files on: a page of them, by id. One that is published
 * while the walk goes on may be left out.
 *
 * @param after the `endCursor` of the page before
 * @param first 1 to 100 versions, 20 unless told; large ones make a page shorter
 * @throws Forbidden for all but admins; BAD_USER_INPUT; UNAVAILABLE when the store is away
 */
export async function verifyVersions(
  services: Services,
  caller: Caller,
  { kind, after, first }: { kind: Kind; after?: string | null | undefined; first?: number | null | undefined },
): Promise<VersionsVerification> {
  const user = requireRole(caller, 'admin', 'verify versions');
  const size = first ?? pageSize.default;
  if (size < 1 || size > pageSize.most) {
    throw new RequestError('BAD_USER_INPUT', `\`first\` must be from 1 to ${pageSize.most}.`);
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
  const looked: LoggedVersion[] = [];
  const problems: VersionProblem[] = [];
  for (const version of rows.slice(0, size)) {
    if (bytes >= maxBytes) break;
    const { namespace, slug, version: number } = version;
    for (const found of await verifyLatest(services, user, version, readFile)) {
      problems.push({ ...found, kind, namespace, slug, version: number });
    }
    looked.push(version);
  }
  const last = looked.at(-1);
  return {
    checked: looked.length,
    problems,
    endCursor: last ? encodeCursor(kind, last.id) : null,
    hasNextPage: looked.length < rows.length,
  };
}

/** What is being changed has its row before its event has a number: read again, it fits. */
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

/** The store refuses to hand out what is damaged; that it is away is no verdict. */
const fileOf: (services: Services, sha256: string) => ReturnType<ReadFile> = ({ artifacts }, sha256) =>
  artifacts.get(sha256).catch((error: unknown) => {
    if (error instanceof RequestError) throw error;
    return 'damaged' as const;
  });

const encodeCursor = (kind: Kind, id: string): string => Buffer.from(`${kind}.${id}`).toString('base64url');

function decodeCursor(kind: Kind, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, of, id] = /^(\w+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (id && of === kind) return id;
  throw new RequestError('BAD_USER_INPUT', '`after` is not a cursor of verifyVersions of this kind.');
}
