import { connectionOf } from '../../src/resolvers/connection.ts';
import { asItIs, graphql, rest, type Scenario } from './scenario.ts';

/** The position in the list after which the page starts, and the number of rows before it. */
interface Place {
  sortName: string;
  id: string;
  before: number;
}
interface Page {
  agents: { hasNextPage: boolean; items: { agentId: string }[] };
}

const fields = 'namespace name description category tags updatedAt';

/** A cursor as the gateway gives it: walking there takes a request for every 100 rows. */
function cursorOf({ sortName, id }: Place): string | null {
  const scope = ['AGENT', {}, { field: 'NAME', direction: 'ASC' }];
  const page = { limit: 2, after: null, before: null, backwards: false };
  const ofOneRow = connectionOf(
    [{}],
    page,
    scope,
    () => [sortName, id],
    async () => 0,
  );
  return ofOneRow.pageInfo.endCursor;
}

export const page: Scenario<Place, Page> = {
  name: 'page',
  description: 'a page of 20 agents from the middle of the whole list, by name',
  variables: `select sort_name as "sortName", id, place::int as before from (
      select sort_name, id, row_number() over (order by sort_name, id) as place, count(*) over () as entries
      from nofx.agent_registry where is_public and removed_at is null
    ) as listed where place between entries / 2 and entries / 2 + 199 and place % 5 = 0 order by place`,
  isRight: ({ agents }) => agents.items.length === 20 && agents.hasNextPage,
  calls: {
    handwritten: { request: rest('page'), read: asItIs },
    gateway: {
      request: (place) =>
        graphql(`query Page($after: String) {
          agents(first: 20, after: $after) {
            edges { node { agentId ${fields} } } pageInfo { hasNextPage endCursor }
          }
        }`)({ after: cursorOf(place) }),
      read: ({ data: { agents } }: { data: { agents: Connection<{ edges: { node: object }[] }> } }) => ({
        agents: { hasNextPage: agents.pageInfo.hasNextPage, items: agents.edges.map(({ node }) => node) },
      }),
    },
    postgraphile: {
      first: ({ before }) =>
        graphql(`query Place($offset: Int!) {
          agents: allAgentRegistries(
            first: 1, offset: $offset, orderBy: [SORT_NAME_ASC, ROW_ID_ASC], condition: { removedAt: null }
          ) { pageInfo { endCursor } }
        }`)({ offset: before - 1 }),
      request: (_, found?: { data: { agents: { pageInfo: { endCursor: string } } } }) =>
        graphql(`query Page($after: Cursor!) {
          agents: allAgentRegistries(
            first: 20, after: $after, orderBy: [SORT_NAME_ASC, ROW_ID_ASC], condition: { removedAt: null }
          ) { nodes { agentId: slug ${fields} } pageInfo { hasNextPage endCursor } }
        }`)({ after: found?.data.agents.pageInfo.endCursor }),
      read: ({ data: { agents } }: { data: { agents: Connection<{ nodes: object[] }> } }) => ({
        agents: { hasNextPage: agents.pageInfo.hasNextPage, items: agents.nodes },
      }),
    },
  },
};

type Connection<Items> = Items & { pageInfo: { hasNextPage: boolean } };
