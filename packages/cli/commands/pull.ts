import { type Command, InvalidArgumentError } from 'commander';
import { download, VersionFilesByIdDocument, type VersionFilesFragment } from '../../client/index.ts';
import { checkList, checkVersion, isChannel, isVersion } from '../../manifest/index.ts';
import { deprecationOf } from '../deprecationOf.ts';
import { examples } from '../examples.ts';
import { findEntry } from '../findEntry.ts';
import { connect, connectionOf } from '../gateway.ts';
import { kindOption, nounOf } from '../kinds.ts';
import { Problem } from '../problem.ts';
import { writeFolder } from '../pull/writeFolder.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { bytes, clean, plural, print, printJson, shortDigest, warn } from '../terminal.ts';

interface Options {
  kind?: 'agent' | 'template';
  namespace?: string;
  out?: string;
  force?: boolean;
  json?: boolean;
}

export const pull = (program: Command): Command =>
  program
    .command('pull')
    .summary('download a published definition to a folder')
    .description('Downloads the files of a version unchanged and verifies their digests before writing them.')
    .argument('<id[@version]>', 'agentId or templateId (default: its current version)', targetFrom)
    .addOption(kindOption())
    .option('--namespace <namespace>', 'namespace (default: your own, then default)')
    .option('--out <folder>', 'target folder (default: a folder named after the id)')
    .option('--force', 'overwrite existing files and keep the others')
    .option('--json', 'print the written files as JSON')
    .addHelpText(
      'after',
      examples(
        'registry pull code-reviewer',
        'registry pull release-train@1.2.0 --kind template --out ./release-train',
      ),
    )
    .action(
      async (
        { id, version }: Target,
        { kind: asked, namespace, out = id, force = false, json }: Options,
        command: Command,
      ) => {
        const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
        const isExact = version !== null;
        const found = await connect(settings).request(VersionFilesByIdDocument, {
          id,
          namespace: namespace ?? null,
          version: version ?? '',
          exact: isExact,
        });
        const { kind, entry } = findEntry(found, id, asked);
        const chosen = isExact ? entry.exact : entry.current;
        if (!chosen)
          throw new Problem(
            isExact
              ? `Version ${version} of ${entry.slug} was not found, or you do not have access to it.`
              : `${entry.slug} has no current version that you have access to.`,
          );

        checkList(kind, chosen.files);
        const files = await download(
          connectionOf(settings),
          { kind, id: entry.slug, namespace: entry.namespace, version: chosen.version },
          chosen.files,
        );
        checkVersion(kind, files, chosen.digest, chosen.digestRule);
        await writeFolder(out, files, force);
        const deprecated = deprecationOf(nounOf[kind], entry.slug, entry);
        if (deprecated) warn(deprecated);
        if (chosen.status === 'ARCHIVED') warn(`${entry.slug}@${chosen.version} is archived.`);
        const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
        if (json) {
          const { slug, namespace: place } = entry;
          const paths = files.map(({ path, bytes: content }) => ({ path, size: content.length }));
          return printJson({ kind: nounOf[kind], id: slug, namespace: place, ...versionOf(chosen), out, files: paths });
        }
        print(
          `Pulled ${nounOf[kind]} ${clean(entry.slug)}@${clean(chosen.version)} to ${out}: ${plural(files.length, 'file')}, ${bytes(size)}, digest ${shortDigest(chosen.digest)} verified.`,
        );
      },
    );

const versionOf = ({ version, status, digest, digestRule }: VersionFilesFragment) => ({
  version,
  status,
  digest,
  digestRule,
});

/** An id, and a version when one was named. */
export interface Target {
  id: string;
  version: string | null;
}

export function targetFrom(text: string): Target {
  const [id = '', ...rest] = text.split('@');
  const version = rest.length === 0 ? null : rest.join('@');
  if (!/^[a-z][a-z0-9-]{1,63}$/.test(id)) throw new InvalidArgumentError('Must be an id such as code-reviewer.');
  if (version !== null && !isVersion(version) && !isChannel(version))
    throw new InvalidArgumentError('Must have a version such as 1.2.0, or a channel such as stable, after the "@".');
  return { id, version };
}
