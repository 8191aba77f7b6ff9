import { readFile } from 'node:fs/promises';
import type { RunSql } from '../src/db/migrate.ts';
import { multirange } from '../src/registry/references.ts';

export interface Seeded {
  agents: number;
  templates: number;
  agentVersions: number;
  templateVersions: number;
  links: number;
  /** Of the manifests as text, in bytes. */
  manifestBytes: { agent: number; template: number };
}

const ranges = ['^2.0.0', '^1.0.0 || ^2.0.0', '>=1.1.0', '~1.1.0', '*'];

/** Fills a migrated database, as its owner. The same rows at every run. */
export async function seed(run: RunSql): Promise<Seeded> {
  for (const name of ['words', 'agents', 'templates']) await run(await sqlOf(name));
  await run(await sqlOf('references'), [ranges, ranges.map(multirange)]);
  await run('drop schema seed cascade');
  await run('vacuum (analyze)');
  const [counted] = await run(counts);
  const seeded = counted as Seeded;
  if (seeded.agents !== 1_000 || seeded.agentVersions !== 5_000 || seeded.templateVersions !== 5_000) {
    throw new Error(`The data is not what was meant: ${JSON.stringify(seeded)}`);
  }
  return seeded;
}

const sqlOf = (name: string) => readFile(new URL(`data/${name}.sql`, import.meta.url), 'utf8');

const counts = `
  select
    (select count(*)::int from nofx.agent_registry where visibility = 'PUBLIC') as agents,
    (select count(*)::int from nofx.template_registry where visibility = 'PUBLIC') as templates,
    (select count(*)::int from nofx.agent_versions v join nofx.agent_registry e on e.id = v.entry_id
      where visibility = 'PUBLIC') as "agentVersions",
    (select count(*)::int from nofx.template_versions v join nofx.template_registry e on e.id = v.entry_id
      where visibility = 'PUBLIC') as "templateVersions",
    (select count(*)::int from nofx.template_version_agents) as links,
    jsonb_build_object(
      'agent', (select avg(length(manifest::text))::int from nofx.agent_versions),
      'template', (select avg(length(manifest::text))::int from nofx.template_versions)
    ) as "manifestBytes"`;
