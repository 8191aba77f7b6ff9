import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { TemplateLockDocument } from '../../client/index.ts';
import { lockFile, parseLock } from '../../manifest/index.ts';
import { deprecationOf } from '../deprecationOf.ts';
import { examples } from '../examples.ts';
import { connect, connectionOf, notFound, unresolvedLines } from '../gateway.ts';
import { asTyped } from '../host.ts';
import { partsOf } from '../lock/lockPart.ts';
import { pullParts } from '../lock/pullParts.ts';
import { readLock } from '../lock/readLock.ts';
import { idFrom, namespaceFrom } from '../options.ts';
import { typed } from '../paths.ts';
import { Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, plural, print, printJson, shortDigest, warn } from '../terminal.ts';

interface Options {
  version?: string;
  environment?: string;
  namespace?: string;
  out: string;
  check?: boolean;
  pull?: string;
  force?: boolean;
  json?: boolean;
}

export const lock = (program: Command): Command =>
  program
    .command('lock')
    .summary(`write ${lockFile}: everything that a template needs, in exact versions`)
    .description(
      'Resolves a template, its agents and what they depend on to exact versions with digests, and writes them to a file. `instantiate --lock` uses exactly these, whatever is published later; `verify --lock` compares a pulled copy with them.',
    )
    .argument('<templateId>', 'id of the template', idFrom)
    .option('--version <version>', 'exact version, a range, or a channel (default: the current version)')
    .option('--environment <name>', 'one of the environments of the template')
    .option('--namespace <namespace>', 'namespace (default: your own, then default)', namespaceFrom)
    .option('--out <file>', 'file to write', lockFile)
    .option('--check', 'write nothing; fail if the file is not what would be written')
    .option('--pull <folder>', 'also download every part to a folder')
    .option('--force', 'overwrite existing files of the folder and keep the others')
    .option('--json', 'print the lock as JSON')
    .addHelpText(
      'after',
      examples('registry lock release-train', 'registry lock release-train --environment staging --pull vendor'),
    )
    .action(async (templateId: string, options: Options, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const client = connect(settings);
      const { version, environment, namespace, out } = options;
      const { template } = await client.request(TemplateLockDocument, {
        templateId,
        namespace: namespace ?? null,
        version: version ?? null,
        environment: environment ?? null,
      });
      if (!template) throw notFound('TEMPLATE', templateId, namespace);
      if (!template.lock)
        throw new Problem(
          `${templateId} is disabled, or has no published version${version ? ` ${clean(version)} that is not archived` : ''}.`,
        );
      const { unresolved } = template.lock;
      if (unresolved.length > 0) {
        throw new Problem([`${clean(templateId)} cannot be resolved:`, ...unresolvedLines(unresolved)].join('\n'));
      }
      const { lock: locked, issues } = parseLock(template.lock.lock);
      if (!locked) throw new Problem(`The gateway returned an invalid lock: ${issues[0]?.message ?? ''}`);

      const deprecated = deprecationOf('template', templateId, template);
      if (deprecated) warn(deprecated);
      if (options.check) await check(out, locked.digest);
      else await writeFile(typed(out), `${JSON.stringify(locked, null, 2)}\n`).catch(cannotWrite(out));
      const folders = options.pull
        ? await pullParts(client, connectionOf(settings), locked, options.pull, options.force ?? false)
        : [];
      if (options.json) return printJson(locked);
      const parts = partsOf(locked);
      const what = `${clean(templateId)}@${clean(locked.template.version)}: ${plural(parts.length, 'part')}, digest ${shortDigest(locked.digest)}`;
      print(options.check ? `${out} is up to date. ${what}.` : `Wrote ${out}. ${what}.`);
      if (options.pull) print(`Pulled ${plural(folders.length, 'folder')} to ${options.pull}.`);
      if (!options.check) note(`\nUse it: ${asTyped(`registry instantiate ${templateId} --lock ${out}`)}`);
    });

async function check(path: string, digest: string): Promise<void> {
  const current = await readLock(path);
  if (current.digest === digest) return;
  throw new Problem(`${path} is not up to date: its digest is ${current.digest}, not ${digest}.`);
}

const cannotWrite =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new Problem(`${path} cannot be written${error.code ? ` (${error.code})` : ''}.`);
  };
