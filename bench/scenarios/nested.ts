import { asItIs, graphql, rest, type Scenario } from './scenario.ts';

interface Edges<Node> {
  edges: { node: Node }[];
}
interface Nodes<Node> {
  nodes: Node[];
}
type AgentWith<Templates> = object & { templates: Templates };

export const nested: Scenario<{ namespace: string }, { agents: { templates: { currentVersion: object }[] }[] }> = {
  name: 'nested',
  description: '20 agents with their current version, 5 templates each, and those templates’ current versions',
  variables: `select distinct namespace from nofx.agent_registry where visibility = 'PUBLIC' order by 1`,
  isRight: ({ agents }) => agents.length === 20 && agents.every(({ templates }) => templates.length >= 3),
  calls: {
    handwritten: { request: rest('nested'), read: asItIs },
    gateway: {
      request: graphql(`query Nested($namespace: String!) {
        agents(first: 20, filter: { namespace: $namespace }) { edges { node {
          agentId name currentVersion { version digest publishedAt }
          templates(first: 5) { edges { node { templateId name currentVersion { version digest publishedAt } } } }
        } } }
      }`),
      read: ({ data }: { data: { agents: Edges<AgentWith<Edges<object>>> } }) => ({
        agents: data.agents.edges.map(({ node }) => ({
          ...node,
          templates: node.templates.edges.map((edge) => edge.node),
        })),
      }),
    },
    postgraphile: {
      request: graphql(`query Nested($namespace: String!) {
        agents: allAgentRegistries(
          first: 20, orderBy: [SORT_NAME_ASC, ROW_ID_ASC], condition: { namespace: $namespace, removedAt: null }
        ) { nodes {
          agentId: slug name currentVersion: agentVersionByRowIdAndCurrentVersionId { version digest publishedAt }
          templates(first: 5) { nodes {
            templateId: slug name currentVersion: templateVersionByRowIdAndCurrentVersionId { version digest publishedAt }
          } }
        } }
      }`),
      read: ({ data }: { data: { agents: Nodes<AgentWith<Nodes<object>>> } }) => ({
        agents: data.agents.nodes.map((node) => ({ ...node, templates: node.templates.nodes })),
      }),
    },
  },
};
