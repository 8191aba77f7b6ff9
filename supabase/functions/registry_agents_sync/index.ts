import '../_shared/globals.ts';
import { openSync } from '../_shared/openSync.ts';

Deno.serve(await openSync('AGENT', Deno.env.toObject()));
