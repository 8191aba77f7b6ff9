import { asItIs, dataOf, graphql, rest, type Scenario } from './scenario.ts';

export const get: Scenario<
  { namespace: string; slug: string },
  { agent: { agentId: string; currentVersion: { manifest: object } } }
> = {
  name: 'get',
  description: 'one agent by its id, with its current version and manifest',
  variables: `select namespace, slug from nofx.agent_registry where visibility = 'PUBLIC' order by md5(slug) limit 200`,
  isRight: ({ agent }, { slug }) => agent.agentId === slug && Object.keys(agent.currentVersion.manifest).length > 10,
  calls: {
    handwritten: { request: rest('get'), read: asItIs },
    gateway: {
      request: graphql(`query Get($namespace: String!, $slug: String!) {
        agent(namespace: $namespace, agentId: $slug) {
          agentId namespace name description category tags updatedAt
          currentVersion { version digest publishedAt manifest }
        }
      }`),
      read: dataOf,
    },
    postgraphile: {
      request: graphql(`query Get($namespace: String!, $slug: String!) {
        agent: agentRegistryByNamespaceAndSlug(namespace: $namespace, slug: $slug) {
          agentId: slug namespace name description category tags updatedAt
          currentVersion: agentVersionByRowIdAndCurrentVersionId { version digest publishedAt manifest }
        }
      }`),
      read: dataOf,
    },
  },
};
