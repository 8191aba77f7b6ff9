import '../_shared/globals.ts';
import { openSync } from '../_shared/openSync.ts';

Deno.serve(await openSync('TEMPLATE', Deno.env.toObject()));
