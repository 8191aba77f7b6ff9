import type { Reader } from './readers.ts';
import type { World } from './world.ts';
import type { Acknowledged } from './writers.ts';

interface Row {
  seq: number | null;
  id: string;
  slug: string | null;
}

const some = (problems: string[]) =>
  problems.length > 10 ? [...problems.slice(0, 10), `… and ${problems.length - 10} more.`] : problems;

/** The id of a row as the gateway returns it. */
const globalId = (type: string) => `encode(convert_to('${type}:' || id, 'UTF8'), 'base64')`;

/** Compares what was acknowledged, what is in the log, and what the readers received; lists every difference. */
export async function compare(world: World, book: readonly Acknowledged[], readers: readonly Reader[]) {
  const log = await world.asOwner<Row>(
    `select seq::int, ${globalId('RegistryEvent')} as id, slug from nofx.registry_events order by seq`,
  );
  const byId = new Map(log.map((row) => [row.id, row]));
  const versions = new Set(
    (
      await world.asOwner<{ name: string }>(
        `select entry.slug || '@' || version.version || ' ' || version.digest as name
         from nofx.agent_versions version join nofx.agent_registry entry on entry.id = version.entry_id`,
      )
    ).map(({ name }) => name),
  );
  const reports = new Set(
    (
      await world.asOwner<{ id: string }>(
        `select ${globalId('ValidationReport')} as id from nofx.registry_validation_reports`,
      )
    ).map(({ id }) => id),
  );

  const lost = book.flatMap(({ what, agentId, version, digest, eventId, reportId }) => {
    if (what === 'validate') return reportId && reports.has(reportId) ? [] : [`The report about ${agentId} is lost.`];
    const missing = [];
    if (!eventId || typeof byId.get(eventId)?.seq !== 'number')
      missing.push(`The event of a ${what} of ${agentId} is lost.`);
    if (what === 'publish' && !versions.has(`${agentId}@${version} ${digest}`)) {
      missing.push(`${agentId}@${version} was answered and is lost.`);
    }
    return missing;
  });
  const answered = new Set(book.map(({ eventId }) => eventId));
  const names = new Set(book.map(({ agentId }) => agentId));
  const twice = log
    .filter(({ slug, id }) => slug !== null && names.has(slug) && !answered.has(id))
    .map(({ seq, slug }) => `Event ${seq} of ${slug} belongs to no call: one had two effects.`);
  const unnumbered = log.filter(({ seq }, index) => seq !== index + 1);

  const seenWrong = readers.flatMap((reader) => {
    const seen = reader.seen();
    const problems: string[] = [];
    const ids = new Set<string>();
    let before = 0;
    for (const { number, id } of seen) {
      const row = byId.get(id);
      if (ids.has(id)) problems.push(`${reader.name} wrote event ${number} down twice.`);
      else if (!row) problems.push(`${reader.name} saw event ${number}, which is not in the log.`);
      else if (row.seq !== number) problems.push(`${reader.name} saw event ${number}, which is ${row.seq} by now.`);
      else if (number !== before + 1) problems.push(`${reader.name} saw event ${number} after event ${before}.`);
      before = number;
      ids.add(id);
    }
    for (const { id, seq } of log) if (!ids.has(id)) problems.push(`${reader.name} did not see event ${seq}.`);
    const gaveUp = reader.gaveUp();
    return [...(gaveUp ? [`${reader.name} gave up: ${gaveUp}`] : []), ...some(problems)];
  });

  return {
    events: log.length,
    failures: [
      ...some(lost),
      ...some(twice),
      ...(unnumbered.length > 0 ? [`The log has gaps: ${unnumbered.length} events are not where they should be.`] : []),
      ...seenWrong,
    ],
  };
}
