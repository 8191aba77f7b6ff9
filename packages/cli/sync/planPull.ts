import { type Client, VersionFilesByIdDocument, type VersionFilesFragment } from '../../client/index.ts';
import { compareVersions, type Kind, sha256Hex } from '../../manifest/index.ts';
import type { Comparison } from './compare.ts';
import { type PlanRow, planned } from './plan.ts';

interface Source {
  client: Client;
  kind: Kind;
  namespace: string;
  /** Overwrite local changes, too. */
  force: boolean;
}

/**
 * The plan of a pull: what is only in the registry, or newer there, is written. A definition with local changes is written
 * only with `force`.
 */
export async function planPull(compared: readonly Comparison[], source: Source): Promise<PlanRow[]> {
  const plan: PlanRow[] = [];
  for (const each of compared) plan.push(await rowOf(each, source));
  return plan;
}

async function rowOf(each: Comparison, { client, kind, namespace, force }: Source): Promise<PlanRow> {
  const { id, version, current, state } = each;
  if (current === null) return planned(each, null);
  if (state === 'remote only') return planned(each, 'write');
  const order = version === null || state === 'not valid' ? 0 : compareVersions(current, version);
  if (state === 'unchanged')
    return order > 0 ? planned({ ...each, state: 'remote newer' }, 'write') : planned(each, null);
  if (state === 'new' && order <= 0) return planned(each, null);

  const files = async (number: string | null) => {
    const variables = { id, namespace, version: number ?? '', exact: number !== null };
    const found = await client.request(VersionFilesByIdDocument, variables);
    const entry = kind === 'AGENT' ? found.agent : found.template;
    return (number === null ? entry?.current : entry?.exact) ?? null;
  };
  const published = [await files(null), version === null || state === 'not valid' ? null : await files(version)];
  if (hasOnly(each, published))
    return planned({ ...each, state: 'remote newer', reason: 'an earlier pull was interrupted' }, 'write');
  const reason = state === 'not valid' ? 'not valid' : `differs from what was published`;
  return force
    ? planned({ ...each, state: 'changed', reason: `${reason}; overwritten` }, 'write')
    : planned({ ...each, state: 'changed', reason: `${reason}; --force overwrites it with ${current}` }, null);
}

/** Whether each local file is one of a published version, so that nothing is lost when it is overwritten. */
function hasOnly({ collected }: Comparison, versions: readonly (VersionFilesFragment | null)[]): boolean {
  const known = new Set(versions.flatMap((each) => each?.files ?? []).map(({ path, sha256 }) => `${sha256} ${path}`));
  return collected?.files.every(({ path, bytes }) => known.has(`${sha256Hex(bytes)} ${path}`)) ?? false;
}
