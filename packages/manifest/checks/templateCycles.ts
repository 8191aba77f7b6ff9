import { allows } from '../contract/channel.ts';

/** A template with what it depends on. */
interface Dependent {
  slug: string;
  version: string;
  /** By slug, the range or the channel. */
  dependencies: Readonly<Record<string, string>>;
}

/**
 * The dependency cycles among these templates: for each template on one, the dependency through which it depends on
 * itself, and the chain as text. A dependency on a version that is not among them is not followed.
 */
export function templateCycles<Template extends Dependent>(
  templates: readonly Template[],
): { template: Template; dependency: string; chain: string }[] {
  const bySlug = new Map(templates.map((template) => [template.slug, template]));
  const needed = ({ dependencies }: Dependent): [string, Template][] =>
    Object.entries(dependencies).flatMap(([slug, range]): [string, Template][] => {
      const found = bySlug.get(slug);
      return found && allows(range, found.version) ? [[slug, found]] : [];
    });
  return templates.flatMap((template) =>
    needed(template).flatMap(([dependency, first]) => {
      const trail = pathTo(template, first, (each) => needed(each as Template).map(([, next]) => next));
      return trail ? [{ template, dependency, chain: chainOf([template, ...trail]) }] : [];
    }),
  );
}

/** `a@1.0.0 -> b@1.0.0 -> a@1.0.0`. */
export const chainOf = (chain: readonly { slug: string; version: string }[]): string =>
  chain.map(({ slug, version }) => `${slug}@${version}`).join(' -> ');

/** The shortest path from `from` to `goal`, both included. */
function pathTo<Node>(goal: Node, from: Node, next: (node: Node) => readonly Node[]): Node[] | null {
  const cameFrom = new Map<Node, Node | null>([[from, null]]);
  const open = [from];
  for (const node of open) {
    if (node === goal) {
      const trail: Node[] = [];
      for (let at: Node | null = node; at !== null; at = cameFrom.get(at) ?? null) trail.unshift(at);
      return trail;
    }
    for (const each of next(node)) {
      if (cameFrom.has(each)) continue;
      cameFrom.set(each, node);
      open.push(each);
    }
  }
  return null;
}
