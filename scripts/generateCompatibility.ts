import { readFile } from 'node:fs/promises';
import { compatibilityPage } from './compatibility/page.ts';
import { writeOrCheck } from './writeOrCheck.ts';

/** Writes the tables of rules in docs/compatibility.md. With --check, only reports whether they would change. */
const path = 'docs/compatibility.md';
const page = await readFile(new URL(`../${path}`, import.meta.url), 'utf8');
await writeOrCheck(path, compatibilityPage(page));
