import type { Kind } from '../manifest/index.ts';
import { kindFrom, nounOf } from './kinds.ts';
import { misuse, Problem } from './problem.ts';

/** The agent or the template of an id. Throws a Problem when there is none, or when there are both and nobody said which. */
export function oneOf<Agent, Template>(
  { agent, template }: { agent: Agent | null; template: Template | null },
  id: string,
  asked: 'agent' | 'template' | undefined,
): { kind: Kind; entry: Agent | Template } {
  const found = [
    ...(agent ? [{ kind: 'AGENT' as const, entry: agent }] : []),
    ...(template ? [{ kind: 'TEMPLATE' as const, entry: template }] : []),
  ].filter(({ kind }) => asked === undefined || kind === kindFrom(asked));
  const [first, second] = found;
  if (first && second) throw misuse(`${id} is an agent and a template. Say which: --kind agent, or --kind template.`);
  if (first) return first;
  throw new Problem(`There is no ${asked ? nounOf[kindFrom(asked)] : 'agent or template'} ${id} that you can see.`);
}
