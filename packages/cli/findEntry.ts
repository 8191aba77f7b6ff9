import type { Kind } from '../manifest/index.ts';
import { kindFrom, nounOf } from './kinds.ts';
import { misuse, Problem } from './problem.ts';
import { upperFirst } from './terminal.ts';

/** The agent or template with an id. Throws a Problem when there is none, or when there are both and no kind is given. */
export function findEntry<Agent, Template>(
  { agent, template }: { agent?: Agent | null; template?: Template | null },
  id: string,
  asked: 'agent' | 'template' | undefined,
): { kind: Kind; entry: Agent | Template } {
  const found = [
    ...(agent ? [{ kind: 'AGENT' as const, entry: agent }] : []),
    ...(template ? [{ kind: 'TEMPLATE' as const, entry: template }] : []),
  ].filter(({ kind }) => asked === undefined || kind === kindFrom(asked));
  const [first, second] = found;
  if (first && second) throw misuse(`${id} is both an agent and a template. Add --kind agent or --kind template.`);
  if (first) return first;
  throw new Problem(
    `${asked ? upperFirst(nounOf[kindFrom(asked)]) : 'Agent or template'} ${id} was not found, or you do not have access to it.`,
  );
}
