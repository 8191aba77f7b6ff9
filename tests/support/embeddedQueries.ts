import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { createPglite } from '../../src/db/pglite.ts';

/**
 * As a process of its own: opens the dump that is its argument and evaluates an expression half a million times. Prints
 * which functions of WebAssembly are compiled for that, and how.
 */
const [dump = ''] = process.argv.slice(2);
setFlagsFromString('--trace-wasm-compilation-times');
const pglite = await createPglite({ dump: new Blob([new Uint8Array(await readFile(dump))]) });
const { rows } = await pglite.query('select sum(number % 7)::int as sum from generate_series(1, 500000) as number');
console.log(JSON.stringify(rows));
await pglite.close();
