/**
 * What the processes that tests started (gateways, the CLI, workers) have executed, from the folder in which V8 left it
 * (`NODE_V8_COVERAGE`), as Istanbul's coverage per file.
 */
import { readdir, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { convert } from 'ast-v8-to-istanbul';
import type { CoverageMapData } from 'istanbul-lib-coverage';

interface ScriptCoverage {
  url: string;
  functions: {
    functionName: string;
    isBlockCoverage: boolean;
    ranges: { startOffset: number; endOffset: number; count: number }[];
  }[];
}

/**
 * One map for each process and source file.
 * @param folder where V8 wrote; a missing folder means that no process ended normally
 * @param wanted whether a file of the repository, by its absolute path, counts
 */
export async function* coverageOfChildren(
  folder: string,
  wanted: (path: string) => boolean,
): AsyncGenerator<CoverageMapData> {
  const names = await readdir(folder).catch(() => []);
  const sources = new Map<string, Promise<string>>();
  for (const name of names) {
    // A process that was killed while it wrote leaves half a file: what it did is not counted.
    const result = parseReport(await readFile(`${folder}/${name}`, 'utf8'));
    for (const coverage of result) {
      if (!coverage.url.startsWith('file:')) continue;
      const path = fileURLToPath(coverage.url);
      if (!wanted(path)) continue;
      const source = sources.get(path) ?? readSource(path);
      sources.set(path, source);
      const code = await source;
      // A new tree each time: `convert` marks the logical expressions in it, and would skip them the next time.
      const ast = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: false });
      yield await convert({ code, coverage, ast });
    }
  }
}

function parseReport(text: string): ScriptCoverage[] {
  try {
    return JSON.parse(text).result;
  } catch {
    return [];
  }
}

/** Node executes TypeScript with its types blanked out, so that every offset is that of the file itself. */
async function readSource(path: string): Promise<string> {
  return stripTypeScriptTypes(await readFile(path, 'utf8'));
}
