import { randomUUID } from 'node:crypto';
import { definition, publishAgent, rollbackAgent, setAgentStatus, validateAgent, type Written } from './operations.ts';
import type { SeededRandom } from './seededRandom.ts';
import type { World } from './world.ts';

/** A confirmed write: it must not be lost. */
export interface Acknowledged {
  what: 'publish' | 'rollback' | 'status' | 'validate';
  agentId: string;
  version: string | null;
  digest: string | null;
  eventId: string | null;
  reportId: string | null;
}

/**
 * Writes one change after another until it is stopped, each with a key and repeated until it is confirmed.
 *
 * @returns refusals: there should be none
 */
export async function write(
  world: World,
  name: string,
  random: SeededRandom,
  book: Acknowledged[],
  isOver: () => boolean,
): Promise<string[]> {
  const refused: string[] = [];
  const agents = [0, 1].map((index) => ({
    agentId: `fault-${name}-${index}`,
    minor: -1,
    current: -1,
    deprecated: false,
  }));

  while (!isOver()) {
    const agent = random.pick(agents);
    const { agentId } = agent;
    const dice = random.next();
    const key = { idempotencyKey: randomUUID() };
    let what: Acknowledged['what'] = 'publish';
    let version: string | null = null;
    let answer: Written;
    if (agent.minor < 0 || dice < 0.7) {
      version = `1.${agent.minor + 1}.0`;
      answer = await world.untilAnswered(publishAgent, {
        input: { ...definition(agentId, version, randomUUID()), ...key },
      });
      agent.minor += 1;
      agent.current = agent.minor;
    } else if (dice < 0.8 && agent.current > 0) {
      what = 'rollback';
      agent.current = random.below(agent.current);
      answer = await world.untilAnswered(rollbackAgent, {
        input: { id: agentId, toVersion: `1.${agent.current}.0`, reason: 'Random.', ...key },
      });
    } else if (dice < 0.9) {
      what = 'status';
      agent.deprecated = !agent.deprecated;
      const status = agent.deprecated ? 'DEPRECATED' : 'ACTIVE';
      answer = await world.untilAnswered(setAgentStatus, {
        input: { id: agentId, status, message: 'Random.', ...key },
      });
    } else {
      what = 'validate';
      answer = await world.untilAnswered(validateAgent, { input: { ...definition(agentId, '9.9.9', 'now'), ...key } });
    }
    const { code, message, event, report, version: published } = answer.result;
    if (code) refused.push(`${what} ${agentId}: ${code}: ${message}`);
    book.push({
      what,
      agentId,
      version,
      digest: published?.digest ?? null,
      eventId: event?.id ?? null,
      reportId: report?.id ?? null,
    });
  }
  return refused;
}
