import type { ImpactCounts as Counts, ImpactedVersion as Dependent } from '../src/db/impact.ts';
import type { Impact as Found } from '../src/registry/impact.ts';
import { builder } from './builder.ts';
import { ImpactEffect, RegistryKind } from './enums.ts';

const ImpactCounts = builder.objectRef<Counts>('ImpactCounts').implement({
  description: 'Number of entries, versions and runs that a change affects.',
  fields: (t) => ({
    templates: t.exposeInt('templates', { description: 'Number of templates.' }),
    templateVersions: t.exposeInt('templateVersions', { description: 'Number of published template versions.' }),
    agents: t.exposeInt('agents', { description: 'Number of agents that depend on the changed one.' }),
    agentVersions: t.exposeInt('agentVersions', { description: 'Number of their published versions.' }),
    runs: t.exposeInt('runs', { description: 'Number of recent runs of these templates and of the changed one.' }),
  }),
});

const NamespaceImpact = builder.objectRef<Found['namespaces'][number]>('NamespaceImpact').implement({
  description: 'Impact of a change in one namespace.',
  fields: (t) => ({
    namespace: t.exposeString('namespace', {
      nullable: true,
      description: 'The namespace. Null for everything that you do not have access to, in all other namespaces.',
    }),
    unresolved: t.expose('unresolved', { type: ImpactCounts, description: 'What no longer resolves.' }),
    changed: t.expose('changed', { type: ImpactCounts, description: 'What resolves to another version.' }),
  }),
});

const ImpactedVersion = builder.objectRef<Dependent>('ImpactedVersion').implement({
  description: 'A published version that refers to the changed entry, and what its range resolves to.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind, description: 'Whether it is an agent or a template.' }),
    effect: t.expose('effect', { type: ImpactEffect, description: 'Effect of the change on it.' }),
    namespace: t.exposeString('namespace', { description: 'Namespace of the entry.' }),
    entryId: t.exposeString('slug', { description: 'The agentId or templateId.' }),
    version: t.exposeString('version', { description: 'Its version number.' }),
    isCurrent: t.exposeBoolean('isCurrent', { description: 'Whether it is the current version of its entry.' }),
    range: t.exposeString('range', { description: 'Range in which it refers to the changed entry.' }),
    before: t.exposeString('before', { description: 'Version number that the range resolved to before the change.' }),
    after: t.exposeString('after', {
      nullable: true,
      description: 'Version number that the range resolves to after the change. Null if there is none.',
    }),
  }),
});

const Impact = builder.objectRef<Found>('Impact').implement({
  description:
    'What no longer resolves, or resolves to another version, because of a change. Each reference is judged by itself; entries of other namespaces that you do not have access to are only counted.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Runs that were created in this many days are counted.' }),
    unresolved: t.expose('unresolved', { type: ImpactCounts, description: 'What no longer resolves.' }),
    changed: t.expose('changed', { type: ImpactCounts, description: 'What resolves to another version.' }),
    namespaces: t.expose('namespaces', {
      type: [NamespaceImpact],
      description: 'The same by namespace, most affected first, up to 50.',
    }),
    namespaceTotal: t.exposeInt('namespaceTotal', { description: 'Number of namespaces, also of those not listed.' }),
    dependents: t.expose('dependents', {
      type: [ImpactedVersion],
      description: 'The versions that you have access to: unresolved and current ones first, up to 50.',
    }),
    dependentTotal: t.exposeInt('dependentTotal', {
      description: 'Number of versions that you have access to, also of those not listed.',
    }),
    truncated: t.exposeBoolean('truncated', {
      description: 'Whether only the first 10,000 references or runs were counted.',
    }),
  }),
});

/** A field of payloads. */
export const impactField = {
  type: Impact,
  nullable: true,
  description:
    'What no longer resolves, or resolves to another version, because of the change. Null if nothing was changed.',
  resolve: ({ impact }: { impact?: Found | null }) => impact ?? null,
} as const;
