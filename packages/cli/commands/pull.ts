import { type Command, InvalidArgumentError } from 'commander';
import { download, VersionFilesByIdDocument, type VersionFilesFragment } from '../../client/index.ts';
import { checkList, checkVersion, isVersion } from '../../manifest/index.ts';
import { examples } from '../examples.ts';
import { oneOf } from '../findEntry.ts';
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
    .summary('write a published definition to a folder')
    .description('Writes the folder of a version back, byte for byte, after every digest was checked.')
    .argument('<id[@version]>', 'an agentId or templateId; the current version unless told', targetFrom)
    .addOption(kindOption())
    .option('--namespace <namespace>', 'your own, then default, unless told')
    .option('--out <folder>', 'where to; a folder of its id unless told')
    .option('--force', 'write over files that are there; others stay')
    .option('--json', 'print what was written as JSON')
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
        const { kind, entry } = oneOf(found, id, asked);
        const chosen = isExact ? entry.exact : entry.current;
        if (!chosen)
          throw new Problem(
            `${entry.slug} has no ${isExact ? `version ${version}` : 'current version'} that you can see.`,
          );

        checkList(kind, chosen.files);
        const files = await download(
          connectionOf(settings),
          { kind, id: entry.slug, namespace: entry.namespace, version: chosen.version },
          chosen.files,
        );
        checkVersion(kind, files, chosen.digest, chosen.digestRule);
        await writeFolder(out, files, force);
        if (chosen.status === 'ARCHIVED') warn(`${entry.slug}@${chosen.version} is archived.`);
        const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
        if (json) {
          const { slug, namespace: place } = entry;
          const paths = files.map(({ path, bytes: content }) => ({ path, size: content.length }));
          return printJson({ kind: nounOf[kind], id: slug, namespace: place, ...versionOf(chosen), out, files: paths });
        }
        print(
          `Pulled ${nounOf[kind]} ${clean(entry.slug)}@${clean(chosen.version)} to ${out}: ${plural(files.length, 'file')}, ${bytes(size)}, digest ${shortDigest(chosen.digest)} checked.`,
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
  if (!/^[a-z][a-z0-9-]{1,63}$/.test(id)) throw new InvalidArgumentError('Expected an id such as code-reviewer.');
  if (version !== null && !isVersion(version))
    throw new InvalidArgumentError('Expected a version such as 1.2.0 after the "@".');
  return { id, version };
}
