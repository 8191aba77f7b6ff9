import { join } from 'node:path';
import { type Client, type Connection, download, VersionFilesByIdDocument } from '../../client/index.ts';
import { checkList, checkVersion, type Lock } from '../../manifest/index.ts';
import { Problem } from '../problem.ts';
import { writeFolder } from '../pull/writeFolder.ts';
import { folderOf, partsOf } from './lockPart.ts';

/**
 * Downloads every part of a lock to a copy, each verified against the digest in the lock before it is written.
 *
 * @param dir folder of the copy
 * @returns the folders that were written
 */
export async function pullParts(
  client: Client,
  connection: Connection,
  lock: Lock,
  dir: string,
  force: boolean,
): Promise<string[]> {
  const parts = partsOf(lock);
  const folders: string[] = [];
  for (const each of parts) {
    const { kind, id, part } = each;
    const { namespace, version, digest, digestRule } = part;
    const found = await client.request(VersionFilesByIdDocument, { id, namespace, version, exact: true });
    const exact = (kind === 'AGENT' ? found.agent : found.template)?.exact;
    if (!exact) throw new Problem(`${namespace}/${id}@${version} was not found, or you do not have access to it.`);
    checkList(kind, exact.files);
    const files = await download(connection, { kind, id, namespace, version }, exact.files);
    checkVersion(kind, files, digest, digestRule);
    const folder = join(dir, ...folderOf(each, parts));
    await writeFolder(folder, files, force);
    folders.push(folder);
  }
  return folders;
}
