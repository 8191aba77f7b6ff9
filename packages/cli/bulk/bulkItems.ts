import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import type { RegistryKind } from '../../client/index.ts';
import { isSlug, isVersion } from '../../manifest/index.ts';
import { kindFrom } from '../kinds.ts';
import { typed } from '../paths.ts';
import { misuse } from '../problem.ts';

/** An item as it is written: `agent:code-reviewer`, with `@1.0.0` for a version. */
export interface BulkItem {
  kind: RegistryKind;
  id: string;
  version: string | null;
}

export function itemFrom(text: string): BulkItem {
  const [noun = '', rest = ''] = text.split(/:(.*)/s);
  const [id = '', version = null] = rest.split(/@(.*)/s);
  if ((noun !== 'agent' && noun !== 'template') || !isSlug(id))
    throw new InvalidArgumentError(`Must be like agent:code-reviewer or template:release-train; got "${text}".`);
  if (version !== null && !isVersion(version))
    throw new InvalidArgumentError(`Must have a version such as 1.2.0 after the "@"; got "${text}".`);
  return { kind: kindFrom(noun), id, version };
}

/** The items of the command line and of a file, or stdin for `-`, with one item a line. Throws a Problem for none. */
export async function itemsOf(words: readonly BulkItem[], file: string | undefined): Promise<BulkItem[]> {
  const items = [...words, ...(file === undefined ? [] : await itemsIn(file))];
  if (items.length === 0)
    throw misuse('Name at least one item, such as agent:code-reviewer, or a --file with one a line.');
  return items;
}

async function itemsIn(file: string): Promise<BulkItem[]> {
  const text = await (file === '-' ? readStdin() : readFile(typed(file), 'utf8')).catch(
    (error: NodeJS.ErrnoException) => {
      throw misuse(`${file} cannot be read (${error.code ?? error.message}).`);
    },
  );
  return text.split('\n').flatMap((line, index) => {
    const item = line.trim();
    if (item === '' || item.startsWith('#')) return [];
    try {
      return [itemFrom(item)];
    } catch (error) {
      if (error instanceof InvalidArgumentError) throw misuse(`${file}, line ${index + 1}: ${error.message}`);
      throw error;
    }
  });
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
