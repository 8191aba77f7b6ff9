import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { plural } from '../../packages/cli/terminal.ts';
import { misused, usage } from '../../packages/node/usage.ts';
import { openArtifacts } from '../../server/open/artifacts.ts';
import { readEnv } from '../../server/open/env.ts';
import { filesIn } from '../../src/artifacts/files.ts';
import { archivePaths, writeArchive } from './archive.ts';
import { checkArchive } from './checkArchive.ts';
import { copyFiles } from './copyFiles.ts';
import { dumpDatabase } from './dumpDatabase.ts';
import { copySecret, hashOfSecret } from './jwtSecret.ts';
import { running } from './running.ts';
import { placeOf, refuseNothing, withDatabase } from './withDatabase.ts';

const help = `Usage: npm run backup -- --to <folder>

Writes a backup of the registry into a new folder, and reads it again: the database as it is at one moment, the files of
its versions, and the key that signs tokens (jwt-secret of REGISTRY_DATA_DIR).
  --to <folder>  new folder, readable by its owner only

The database is that of DATABASE_ADMIN_URL or DATABASE_URL, as the owner of the schema; gateways may go on meanwhile. Without
both it is the embedded one of REGISTRY_DATA_DIR, with its gateway stopped. The files are in Supabase Storage with
SUPABASE_URL and SUPABASE_SECRET_KEY, else in REGISTRY_DATA_DIR.`;
usage(help, ['--to']);

await running(async () => {
  const { values } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: false });
  if (!values.to) misused('"--to" is required.', help);
  const folder = resolve(values.to);
  const env = readEnv();
  await refuseNothing(env);
  console.log(`Backing up ${placeOf(env)}…`);
  await writeArchive(folder, async (draft) => {
    // The database first: the files of a version are there before it is.
    const { digests, ...dump } = await withDatabase(env, (run) => dumpDatabase(run, env.REGISTRY_SCHEMA, draft));
    const missing = await copyFiles(await openArtifacts(env), filesIn(join(draft, archivePaths.files)), digests);
    const jwtSecretSha256 = await hashOfSecret(env.REGISTRY_DATA_DIR);
    if (jwtSecretSha256) await copySecret(env.REGISTRY_DATA_DIR, draft);
    const createdAt = new Date().toISOString();
    return { format: 1, createdAt, ...dump, files: { digests, missing }, jwtSecretSha256 };
  });

  const { tables, log, files, jwtSecretSha256 } = await checkArchive(folder);
  for (const [name, { rows }] of Object.entries(tables)) console.log(`  ${name}: ${plural(rows, 'row')}`);
  console.log(`  event log: ends at event ${log.head}, hash ${log.hash}`);
  console.log(`  files of versions: ${files.digests.length - files.missing.length} of ${files.digests.length}`);
  console.log(`  jwt-secret: ${jwtSecretSha256 ? 'saved' : 'there is none'}`);
  console.log(`Written to ${folder}, and read again. It contains secrets: keep it where only operators can read it.`);
  if (files.missing.length > 0) {
    console.error(
      `The store lacks ${plural(files.missing.length, 'file')} of versions, so the backup lacks them too: ${files.missing.join(', ')}`,
    );
    process.exitCode = 1;
  }
});
