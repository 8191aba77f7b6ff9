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

/** How many agents, and as many templates, a size has. */
export const sizes = { S: 1_000, L: 100_000 } as const;

/**
 * Fills a migrated database, as its owner. The same rows at every run; those of a small size are part of every larger one.
 *
 * @param entries agents, and as many templates; beyond the first 1,000 they have one version each, of five
 */
export async function seed(run: RunSql, entries: number = sizes.S): Promise<Seeded> {
  await run(`set seed.entries = ${entries}`);
  for (const name of ['words', 'agents', 'agentVersions', 'templates', 'templateVersions'])
    await run(await sqlOf(name));
  await run(await sqlOf('references'), [ranges, ranges.map(multirange)]);
  await run('drop schema seed cascade');
  await run('vacuum (analyze)');
  const [counted] = await run(counts);
  const seeded = counted as Seeded;
  const versions = entries + 4 * sizes.S;
  if (seeded.agents !== entries || seeded.agentVersions !== versions || seeded.templateVersions !== versions) {
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
      where e.visibility = 'PUBLIC') as "agentVersions",
    (select count(*)::int from nofx.template_versions v join nofx.template_registry e on e.id = v.entry_id
      where e.visibility = 'PUBLIC') as "templateVersions",
    (select count(*)::int from nofx.template_version_agents) as links,
    jsonb_build_object(
      'agent', (select avg(length(manifest::text))::int from nofx.agent_versions),
      'template', (select avg(length(manifest::text))::int from nofx.template_versions)
    ) as "manifestBytes"`;
