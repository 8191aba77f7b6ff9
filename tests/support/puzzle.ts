import type { Actor } from './actor.ts';
import { setChannel } from './channels.ts';
import { archive, remove } from './lifecycle.ts';
import { addAgent, addTemplate, allowBreaking, instantiate } from './locks.ts';
import { rollback, setStatus } from './visibility.ts';

/**
 * A world in lines, in the order in which it comes about. Agents are lower-case letters, templates upper-case ones.
 *
 *     a@1.0.0                     publishes an agent
 *     b@1.0.0: a@^1.0.0           with what it depends on
 *     T@1.0.0: a@*, U@^1.0.0      a template with a step for each agent, and for each template that it includes
 *     T@1.0.0: a@*, b@<2 (unused) the last one is supported, or a dependency, without a step
 *     T@1.0.0: a@*, b@* (in eu)   the last one has its step in the environment `eu` only
 *     T@1.0.0: U@* (as eu)        includes the environment `eu` of U
 *     archive a@1.0.0 | stable a@1.0.0 | rollback a@1.0.0 | deprecate a | disable a | remove a
 */
export type World = readonly string[];

interface Reference {
  id: string;
  range: string;
  how: string | undefined;
}

const isTemplate = (letter: string): boolean => letter === letter.toUpperCase();

function referencesIn(text: string): Reference[] {
  return text.split(', ').map((part) => {
    const [, id = '', range = '', how] = /^(\w)@(.*?)(?: \((.*)\))?$/.exec(part) ?? [];
    return { id, range, how };
  });
}

/** Makes a world in a registry, and says what a template of it resolves to. */
export class Puzzle {
  readonly #names = new Map<string, string>();
  readonly #publisher: Actor;
  readonly #admin: Actor;
  readonly #fresh: () => string;

  constructor(publisher: Actor, admin: Actor, fresh: () => string) {
    this.#publisher = publisher;
    this.#admin = admin;
    this.#fresh = fresh;
  }

  async make(world: World): Promise<void> {
    for (const line of world) {
      const published = /^(\w)@([^:]+)(?:: (.*))?$/.exec(line);
      if (published) await this.#publish(published[1] ?? '', published[2] ?? '', published[3]);
      else await this.#change(line);
    }
  }

  /** What `T@^1.0.0` resolves to, such as `a@1.0.0 U@1.2.0`, or why it does not: a line for each problem. */
  async resolve(asked: string): Promise<string[]> {
    const [{ id = '', range = '', how } = {} as Partial<Reference>] = referencesIn(asked);
    const environment = how?.replace('as ', '') ?? null;
    const input = { templateId: this.#slug(id), version: range, environment, variables: {}, dryRun: true };
    const { run, unresolved, ...answer } = await instantiate(this.#publisher, input);
    if (unresolved) {
      const lines = unresolved.map(({ reason, chain }: { reason: string; chain: string[] }) =>
        reason.startsWith('dependency cycle') ? reason : `${chain.join(' -> ')}: ${reason}`,
      );
      return lines.map((line: string) => this.#withLetters(line));
    }
    if (!run) throw new Error(JSON.stringify(answer));
    const parts = [...run.lock.agents, ...run.lock.templates];
    const names = parts.map(({ agentId, templateId, version }) => `${agentId ?? templateId}@${version}`);
    return [
      names
        .map((name) => this.#withLetters(name))
        .sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()))
        .join(' '),
    ];
  }

  #slug(letter: string): string {
    const slug = this.#names.get(letter) ?? this.#fresh();
    this.#names.set(letter, slug);
    return slug;
  }

  #withLetters(text: string): string {
    return [...this.#names].reduce((done, [letter, slug]) => done.replaceAll(`${slug}@`, `${letter}@`), text);
  }

  async #publish(letter: string, version: string, needs: string | undefined): Promise<void> {
    const isKnown = this.#names.has(letter);
    const id = this.#slug(letter);
    const references = needs === undefined ? [] : referencesIn(needs);
    const rangesOf = (some: readonly Reference[]) =>
      Object.fromEntries(some.map((each) => [this.#slug(each.id), each.range]));
    if (isKnown) await allowBreaking(this.#publisher, isTemplate(letter) ? 'Template' : 'Agent', id);
    if (!isTemplate(letter)) return addAgent(this.#publisher, id, version, { dependencies: rangesOf(references) });
    const agents = references.filter((each) => !isTemplate(each.id));
    const templates = references.filter((each) => isTemplate(each.id));
    const steps = references.flatMap(({ id: other, how }) =>
      how?.match(/^(unused|in )/) ? [] : [this.#step(other, how)],
    );
    const late = references.flatMap(({ id: other, how }) =>
      how?.startsWith('in ') ? [this.#step(other, undefined)] : [],
    );
    await addTemplate(this.#publisher, id, version, rangesOf(agents), {
      dependencies: rangesOf(templates),
      defaultPlan: { steps },
      environments: { eu: { steps: late } },
    });
  }

  #step(letter: string, how: string | undefined): object {
    const environment = how?.startsWith('as ') ? { environment: how.slice(3) } : {};
    const id = `step-${letter}`;
    return isTemplate(letter)
      ? { id, template: { id: this.#slug(letter), ...environment } }
      : { id, agent: this.#slug(letter) };
  }

  async #change(line: string): Promise<void> {
    const [verb = '', named = ''] = line.split(' ');
    const [letter = '', version = ''] = named.split('@');
    const id = this.#slug(letter);
    const kind = isTemplate(letter) ? 'Template' : 'Agent';
    const message = 'It is old.';
    const changes: Record<string, () => Promise<{ code?: string }>> = {
      archive: () => archive(this.#admin, { id, version }, kind),
      rollback: () => rollback(this.#admin, { id, toVersion: version, reason: message }),
      deprecate: () => setStatus(this.#admin, { id, status: 'DEPRECATED', message }),
      disable: () => setStatus(this.#admin, { id, status: 'DISABLED', message }),
      remove: () => remove(this.#admin, { id }, kind),
    };
    const change = changes[verb] ?? (() => setChannel(this.#publisher, { id, version, channel: verb }, kind));
    const answer = await change();
    if (answer.code !== undefined) throw new Error(`${line}: ${JSON.stringify(answer)}`);
  }
}
