import { isChannel, isRange, isVersion } from '../../packages/manifest/index.ts';
import type { Query } from '../db/database.ts';
import type { Entry } from '../db/entry.ts';
import { headsByNumbers, headsInRanges, type Version, type VersionHead, versionsByIds } from '../db/version.ts';
import { NotFound } from '../errors.ts';
import { quoted } from './quoted.ts';
import type { Reader } from './reader.ts';
import { multirange } from './references.ts';

/**
 * A published version of a template.
 *
 * @param asked exact version number, range or channel; null for the current version
 * @param argument that it was given as
 * @throws NotFound
 */
export async function findTemplateVersion(
  reader: Reader,
  template: Entry,
  asked: string | null,
  argument = 'version',
): Promise<Version> {
  const id =
    asked === null ? template.currentVersionId : (await reader.run(headQuery(template, asked, argument)))[0]?.id;
  const [version] = id ? await reader.run(versionsByIds('TEMPLATE', [id])) : [];
  if (version?.status === 'ACTIVE') return version;
  if (version?.status === 'ARCHIVED')
    throw new NotFound(
      `${template.slug}@${version.version} is archived. It runs only from a lock; choose another version.`,
    );
  throw new NotFound(
    asked === null
      ? `${template.slug} has no current version.`
      : `${template.slug} has no ${isChannel(asked) ? 'channel' : 'published version'} ${quoted(asked)}.`,
  );
}

function headQuery(template: Entry, asked: string, argument: string): Query<VersionHead> {
  if (isVersion(asked)) return headsByNumbers('TEMPLATE', [template.id], [asked]);
  if (isRange(asked) || isChannel(asked))
    return headsInRanges('TEMPLATE', [{ entryId: template.id, matches: multirange(asked) }]);
  throw new NotFound(
    `\`${argument}\` must be a SemVer 2.0 version or range such as 1.2.0 or ^1.2, or a channel such as stable; got ${quoted(asked)}.`,
  );
}
