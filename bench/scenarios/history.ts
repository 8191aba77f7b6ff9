import { asItIs, graphql, rest, type Scenario } from './scenario.ts';

interface Agent<Versions> {
  agent: { agentId: string; versions: Versions };
}

export const history: Scenario<{ namespace: string; slug: string }, Agent<{ manifest: object }[]>> = {
  name: 'history',
  description: 'the five newest versions of an agent, with their manifests',
  variables: `select namespace, slug from nofx.agent_registry entry where is_public
    and (select count(*) from nofx.agent_versions where entry_id = entry.id) = 5 order by md5(slug) limit 200`,
  isRight: ({ agent }, { slug }) =>
    agent.agentId === slug &&
    agent.versions.length === 5 &&
    agent.versions.every(({ manifest }) => Object.keys(manifest).length > 10),
  calls: {
    handwritten: { request: rest('history'), read: asItIs },
    gateway: {
      request: graphql(`query History($namespace: String!, $slug: String!) {
        agent(namespace: $namespace, agentId: $slug) {
          agentId versions(first: 5) { edges { node { version digest publishedAt manifest } } }
        }
      }`),
      read: ({ data: { agent } }: { data: Agent<{ edges: { node: object }[] }> }) => ({
        agent: { ...agent, versions: agent.versions.edges.map(({ node }) => node) },
      }),
    },
    postgraphile: {
      request: graphql(`query History($namespace: String!, $slug: String!) {
        agent: agentRegistryByNamespaceAndSlug(namespace: $namespace, slug: $slug) {
          agentId: slug
          versions: agentVersionsByEntryId(first: 5, orderBy: [VERSION_KEY_DESC]) {
            nodes { version digest publishedAt manifest }
          }
        }
      }`),
      read: ({ data: { agent } }: { data: Agent<{ nodes: object[] }> }) => ({
        agent: { ...agent, versions: agent.versions.nodes },
      }),
    },
  },
};
