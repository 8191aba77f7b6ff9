import { describe, expect, it } from 'vitest';
import type { PlanSource } from '../../../packages/manifest/contract/expandRun.ts';
import type { TemplateManifest } from '../../../packages/manifest/index.ts';
import type { SupportedAgent } from '../../../src/db/template.ts';
import { supportedAgentsOf } from '../../../src/db/template.ts';
import { versionsByIds } from '../../../src/db/version.ts';
import { type BoundTemplate, planSource, type TemplatePart } from '../../../src/registry/planSource.ts';
import { answering } from './answering.ts';

/** Includes each of these templates in a step of its own; a range is given where it is not `*`. */
function including(includes: Record<string, string>) {
  const ranges = Object.entries(includes).filter(([, range]) => range !== '*');
  const defaultPlan = { steps: Object.keys(includes).map((id) => ({ id, template: { id } })) };
  const manifest = ranges.length > 0 ? { defaultPlan, dependencies: Object.fromEntries(ranges) } : { defaultPlan };
  return manifest as unknown as TemplateManifest;
}

const part = (id: string, version = '1.0.0'): TemplatePart => {
  const [namespace = '', slug = ''] = id.split('/');
  return { id, namespace, slug, version };
};
const agentOf = (templateVersionId: string) => ({ templateVersionId, slug: `agent-of-${templateVersionId}` });

/** The source of `acme/root` with these includes, when each part includes what `stored` says. */
async function planned(
  includes: Record<string, string>,
  parts: TemplatePart[],
  stored: Record<string, Record<string, string>> = {},
) {
  const { tx, sent } = answering(
    [
      versionsByIds('TEMPLATE', []),
      (ids: string[]) => ids.map((id) => ({ id, manifest: including(stored[id] ?? {}) })),
    ],
    [supportedAgentsOf([]), (ids: string[]) => ids.map(agentOf)],
  );
  const root = { namespace: 'acme', slug: 'root', version: '3.0.0', manifest: including(includes), supported: [] };
  return { ...(await planSource(tx, root, parts)), sent };
}

const nameOf = (source: PlanSource<BoundTemplate> | null) =>
  source && `${source.data.namespace}/${source.data.slug}@${source.data.version}`;

describe('the source of a plan', () => {
  it('of a template that includes none is that template, without a statement', async () => {
    const { source, wrong, sent } = await planned({}, [part('acme/other')]);
    expect(source.data).toEqual({ namespace: 'acme', slug: 'root', version: '3.0.0', supported: [] });
    expect({ other: source.include('other'), wrong, sent }).toEqual({ other: null, wrong: [], sent: [] });
  });

  it('finds a template in the namespace of the one that includes it, then in `default`, and in no other', async () => {
    const parts = ['default/one', 'acme/one', 'beta/two', 'default/two', 'beta/three'].map((id) => part(id));
    const { source, wrong } = await planned({ one: '*', two: '*', three: '*' }, parts);
    expect(['one', 'two', 'three'].map((id) => nameOf(source.include(id)))).toEqual([
      'acme/one@1.0.0',
      'default/two@1.0.0',
      null,
    ]);
    expect(wrong).toEqual([{ slug: 'three', range: '*', part: null }]);
  });

  it('looks from the namespace of an included template, not of the first', async () => {
    const parts = ['default/one', 'acme/two', 'default/two'].map((id) => part(id));
    const { source } = await planned({ one: '*', two: '*' }, parts, { 'default/one': { two: '*' } });
    expect(nameOf(source.include('two'))).toBe('acme/two@1.0.0');
    expect(nameOf(source.include('one')?.include('two') ?? null)).toBe('default/two@1.0.0');
  });

  it('has each template with its own manifest and agents', async () => {
    const { source } = await planned({ one: '*', two: '*' }, [part('acme/one'), part('acme/two')]);
    const supportedBy = (id: string) => source.include(id)?.data.supported as Partial<SupportedAgent>[];
    expect(supportedBy('one')).toEqual([agentOf('acme/one')]);
    expect(supportedBy('two')).toEqual([agentOf('acme/two')]);
    expect(source.include('one')?.manifest).toEqual(including({}));
  });

  it('reads a template once, whatever includes it, also when templates include each other', async () => {
    const parts = ['acme/one', 'acme/two', 'acme/three'].map((id) => part(id));
    const stored = { 'acme/one': { three: '*' }, 'acme/two': { three: '*' }, 'acme/three': { one: '*' } };
    const { source, wrong, sent } = await planned({ one: '*', two: '*' }, parts, stored);
    expect(sent).toEqual([[['acme/one', 'acme/two']], [['acme/one', 'acme/two']], [['acme/three']], [['acme/three']]]);
    expect(source.include('one')?.include('three')).toBe(source.include('two')?.include('three'));
    expect(wrong).toEqual([]);
  });

  it('names a version that is not in the range, and still has it', async () => {
    const { source, wrong } = await planned({ one: '^2.0.0', two: '^1.0.0' }, [part('acme/one'), part('acme/two')]);
    expect(wrong).toEqual([{ slug: 'one', range: '^2.0.0', part: part('acme/one') }]);
    expect(nameOf(source.include('one'))).toBe('acme/one@1.0.0');
  });

  it('lacks a template whose version can no longer be read', async () => {
    const { tx, sent } = answering([versionsByIds('TEMPLATE', []), () => []]);
    const root = {
      namespace: 'acme',
      slug: 'root',
      version: '3.0.0',
      manifest: including({ one: '*' }),
      supported: [],
    };
    const { source } = await planSource(tx, root, [part('acme/one')]);
    expect(source.include('one')).toBeNull();
    expect(sent).toHaveLength(1);
  });
});
