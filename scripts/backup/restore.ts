import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { plural } from '../../packages/cli/terminal.ts';
import { misused, usage } from '../../packages/node/usage.ts';
import { openArtifacts } from '../../server/open/artifacts.ts';
import { readEnv } from '../../server/open/env.ts';
import { filesIn } from '../../src/artifacts/files.ts';
import { archivePaths } from './archive.ts';
import { checkArchive, refuseNewer } from './checkArchive.ts';
import { checkTarget } from './checkTarget.ts';
import { copyFiles } from './copyFiles.ts';
import { describeFiles } from './describeFiles.ts';
import { copySecret, hashOfSecret, refuseOtherSecret } from './jwtSecret.ts';
import { restoreDatabase } from './restoreDatabase.ts';
import { running } from './running.ts';
import { placeOf, withDatabase } from './withDatabase.ts';

const help = `Usage: npm run restore -- --from <folder> [--check]

Restores a backup into an empty database, and compares what is there with the backup: every row, the event log and its
hashes, the files of versions. The login becomes the owner of everything; roles that are missing are created.
  --from <folder>  folder that \`npm run backup\` wrote
  --check          only read the backup and compare it with its manifest

The database is that of DATABASE_ADMIN_URL or DATABASE_URL, else the embedded one of REGISTRY_DATA_DIR. The files go to
Supabase Storage with SUPABASE_URL and SUPABASE_SECRET_KEY, else to REGISTRY_DATA_DIR; so does jwt-secret.`;
usage(help, ['--from', '--check']);

await running(async () => {
  const { values } = parseArgs({ options: { from: { type: 'string' }, check: { type: 'boolean' } } });
  if (!values.from) misused('"--from" is required.', help);
  const folder = resolve(values.from);
  const manifest = await checkArchive(folder);
  console.log(`The backup of ${manifest.createdAt} is complete.`);
  await refuseNewer(manifest);
  if (values.check) return;

  const env = readEnv();
  const { REGISTRY_SCHEMA: schema, REGISTRY_DATA_DIR: dataDir } = env;
  await refuseOtherSecret(manifest.jwtSecretSha256, dataDir);
  console.log(`Restoring into ${placeOf(env)}…`);
  const { digests, missing } = manifest.files;
  const store = await openArtifacts(env);
  const newer = await withDatabase(env, async (run) => {
    await checkTarget(run, schema);
    // The files first, as in a publish: a version is never there without them.
    const saved = digests.filter((digest) => !missing.includes(digest));
    await copyFiles(filesIn(join(folder, archivePaths.files)), store, saved);
    const migrated = await restoreDatabase(run, schema, folder, manifest);
    await describeFiles(run, schema, store);
    return migrated;
  });
  if (manifest.jwtSecretSha256 && (await hashOfSecret(dataDir)) === null) await copySecret(folder, dataDir);

  for (const [name, { rows }] of Object.entries(manifest.tables)) console.log(`  ${name}: ${plural(rows, 'row')}`);
  for (const name of newer) console.log(`  migrated ${name}`);
  console.log(`Restored, and compared with the backup: the event log ends at event ${manifest.log.head}.

Cursors of events up to ${manifest.log.head} go on from here. A cursor of a later event of the registry that was backed up is
refused with STALE_CURSOR. To refuse all earlier cursors, start a new epoch: npm run new-epoch`);
  if (missing.length > 0) {
    console.error(`The backup lacks ${plural(missing.length, 'file')} of versions: ${missing.join(', ')}`);
    process.exitCode = 1;
  }
});
