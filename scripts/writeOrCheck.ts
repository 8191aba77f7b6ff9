import { readFile, writeFile } from 'node:fs/promises';

const root = new URL('../', import.meta.url);

/** Writes a generated file; with --check on the command line, fails instead when the file differs from `content`. */
export async function writeOrCheck(path: string, content: string): Promise<void> {
  const file = new URL(path, root);
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before === content) {
    console.log(`${path} is up to date.`);
  } else if (process.argv.includes('--check')) {
    console.error(`${path} is not what its sources say. Run \`npm run generate\` and commit the result.`);
    process.exitCode = 1;
  } else {
    await writeFile(file, content);
    console.log(`${path} was written.`);
  }
}
