import { randomUUID } from 'node:crypto';
import { definition, publishAgent } from '../operations.ts';
import type { Section } from '../section.ts';

const atOnce = 50;

/** Many concurrent calls with one key, on all gateways: one effect, and one result for all of them. */
export const keys: Section = async (world) => {
  const failures: string[] = [];
  const agents: string[] = [];
  for (let made = 1; made <= world.options.keys; made += 1) {
    const agentId = `fault-key-${made}`;
    agents.push(agentId);
    const input = { ...definition(agentId, '1.0.0', randomUUID()), idempotencyKey: randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: atOnce }, () => world.untilAnswered(publishAgent, { input })),
    );
    const events = new Set(answers.map(({ result }) => result.event?.id ?? result.code));
    if (events.size !== 1) failures.push(`${agentId}: ${events.size} different answers to one key.`);
    const other = { ...input, ...definition(agentId, '1.0.1', randomUUID()) };
    const { result } = await world.untilAnswered(publishAgent, { input: other });
    if (result.code !== 'IDEMPOTENCY_KEY_REUSED') failures.push(`${agentId}: the key was taken for another payload.`);
    if (made % 10 === 0) world.say(`${made} of ${world.options.keys} keys, ${atOnce} calls at once with each.`);
  }
  const effects = await world.asOwner<{ slug: string; events: number; versions: number }>(
    `select entry.slug, (select count(*)::int from nofx.registry_events where slug = entry.slug) as events,
       (select count(*)::int from nofx.agent_versions where entry_id = entry.id) as versions
     from nofx.agent_registry entry where slug = any($1)`,
    [agents],
  );
  for (const { slug, events, versions } of effects) {
    if (events !== 1 || versions !== 1)
      failures.push(`${slug}: ${versions} versions and ${events} events for one key.`);
  }
  if (effects.length !== agents.length) failures.push(`${agents.length - effects.length} keys had no effect.`);
  return { measured: { keys: agents.length, 'calls with each': atOnce }, failures };
};
