import { canonicalJson, digestOfFiles } from '../../packages/manifest/index.ts';
import type { Actor } from './actor.ts';
import { agent, template } from './definitions.ts';

/** The versions of an entry as another registry would export them. */

const utf8 = new TextEncoder();

export interface Exported {
  version: string;
  status: string;
  visibility: string;
  digest: string;
  digestRule: number;
  commitSha: string | null;
  publishedAt: string;
  publishedBy: string | null;
  files: { path: string; content: string }[] | null;
}

export const author = '6f1c4d5e-0b1a-4c3d-8e2f-000000000001';

/** A version of an agent with its files, and the digest that they have. */
export function exported(
  agentId: string,
  version: string,
  more: Partial<Exported> & { manifest?: object } = {},
): Exported {
  const { manifest: changes = {}, ...values } = more;
  const { manifest, files } = agent({ agentId, version, ...changes });
  const bytes = files.map(({ path, content }) => ({ path, bytes: utf8.encode(content) }));
  return {
    version,
    status: 'ACTIVE',
    visibility: 'PUBLIC',
    digest: digestOfFiles(JSON.parse(canonicalJson(manifest)), bytes, 2),
    digestRule: 2,
    commitSha: 'abcdef1234',
    publishedAt: '2026-01-02T03:04:05.678Z',
    publishedBy: author,
    files: [{ path: 'agent.json', content: JSON.stringify(manifest) }, ...files],
    ...values,
  };
}

/** A version of a template with one step, for an agent. */
export function exportedTemplate(templateId: string, version: string, agentId: string): Exported {
  const { manifest } = template({
    templateId,
    version,
    variables: { type: 'object' },
    defaultPlan: { steps: [{ id: 'only', agent: agentId }] },
    expectedOutputs: {},
    supportedAgents: { [agentId]: '^1.0.0' },
  });
  const files = [{ path: 'template.json', content: JSON.stringify(manifest) }];
  const digest = digestOfFiles(JSON.parse(canonicalJson(manifest)), [], 2);
  return { ...exported(agentId, version), digest, files };
}

/** The state of an entry in the registry that it comes from. */
export const entryState = (more: object = {}) => ({
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-03T00:00:00.000Z',
  status: 'ACTIVE',
  visibility: 'PUBLIC',
  compatibility: 'STRICT',
  currentVersion: '1.0.0',
  ...more,
});

const document = `mutation ($input: ImportVersionsInput!) { importVersions(input: $input) { __typename
  ... on Error { code message } ... on ManifestInvalid { issues { file path code message } }
  ... on DependencyUnresolved { unresolved { entryId range } }
  ... on ImportVersionsPayload { outcome warnings versions { version outcome digest } entry { slug } event { action } } } }`;

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
export const importVersions = (actor: Actor, input: object): Promise<any> =>
  actor.do(document, { input: { kind: 'AGENT', entry: entryState(), ...input } });

/** Everything that an import keeps, as an actor reads it. */
export async function stateOf(actor: Actor, agentId: string, namespace = 'default') {
  const { data } = await actor.ask(
    `query ($id: String!, $namespace: String!) { agent(agentId: $id, namespace: $namespace) {
      createdAt updatedAt status statusMessage visibility compatibility replacedBy { slug } currentVersion { version }
      versions(first: 50) { edges { node { version status visibility digest digestRule commitSha publishedAt publishedBy } } } } }`,
    { id: agentId, namespace },
  );
  if (data.agent === null) return null;
  const { versions, currentVersion, ...entry } = data.agent;
  return {
    ...entry,
    currentVersion: currentVersion?.version ?? null,
    versions: versions.edges.map(({ node }: { node: object }) => node),
  };
}
