import { forMembers, forPublishers } from './apiWorld.ts';

export const entryFields = 'id slug namespace name description status statusMessage visibility category tags metadata';
const versionFields = 'id version status digest commitSha publishedBy manifest files { path sha256 }';
export const eventFields = `id cursor type action kind entryId namespace version actor reason
  entry { slug name description } report { id entryId issues { message path } }`;
const versions = (more = '') => `versions(first: 10${more}) { edges { node { ${versionFields} } } }`;

/** Every query for what acme has. */
export const asked: Record<string, string> = {
  'runs, and their steps':
    '{ runs(first: 20) { edges { cursor node { id namespace variables template { templateId } steps { name inputs outputs agent { agentId } } } } } }',
  agents: `{ agents(first: 100) { edges { cursor node { ${entryFields} currentVersion { ${versionFields} } } } pageInfo { hasNextPage endCursor } } }`,
  'agents, newest first': `{ agents(first: 100, orderBy: { field: UPDATED_AT, direction: DESC }) { edges { node { ${entryFields} } } } }`,
  'agents of acme': `{ agents(first: 10, filter: { namespace: "acme" }) { edges { node { ${entryFields} ${versions()} } } } }`,
  'drafts of agents': `{ agents(first: 10, filter: { namespace: "acme" }) { edges { node { agentId ${versions(', status: DRAFT')} } } } }`,
  'private agents': `{ agents(filter: { visibility: PRIVATE, namespace: "acme" }) { edges { node { ${entryFields} } } } }`,
  'disabled agents': `{ agents(filter: { status: DISABLED }) { edges { node { ${entryFields} } } } }`,
  'agents by tag': `{ a: agents(filter: { tags: ["${forMembers}"] }) { edges { node { ${entryFields} } } } b: agents(filter: { tags: ["${forPublishers}"] }) { edges { node { ${entryFields} } } } }`,
  'agents by category': `{ a: agents(filter: { category: "${forMembers}" }) { edges { node { ${entryFields} } } } b: agents(filter: { category: "${forPublishers}" }) { edges { node { ${entryFields} } } } }`,
  templates: `{ templates(first: 10) { edges { node { ${entryFields} currentVersion { ${versionFields} } ${versions()} } } } }`,
  'agents by name': `{ ${['open', 'inner', 'switched-off', 'sketch', 'broken']
    .map((id, at) => `a${at}: agent(agentId: "${id}", namespace: "acme") { ${entryFields} ${versions()} }`)
    .join(' ')} }`,
  'versions by number': `{ a: agent(agentId: "open", namespace: "acme") { version(version: "2.0.0") { ${versionFields} prompts { content } } }
    b: agent(agentId: "inner", namespace: "acme") { version(version: "2.0.0") { ${versionFields} prompts { content } } } }`,
  'agents of a public template': `{ template(templateId: "shared", namespace: "acme") { agents { edges { node { ${entryFields} } } }
    currentVersion { supportedAgents { agent { ${entryFields} } resolvedVersion { ${versionFields} } } } } }`,
  'templates of a public agent': `{ agent(agentId: "common") { templates { edges { node { ${entryFields} } } }
    currentVersion { templates { edges { node { ${versionFields} template { slug } } } } } } }`,
  'events of a public agent': `{ agent(agentId: "open", namespace: "acme") { events { edges { node { ${eventFields} } } } } }`,
  events: `{ registryEvents(first: 100) { edges { node { ${eventFields} } } } }`,
  'events of acme': `{ registryEvents(first: 100, filter: { namespace: "acme" }) { edges { node { ${eventFields} } } } }`,
  'events of drafts': `{ registryEvents(first: 50, filter: { actions: [DRAFTED, VALIDATION_FAILED, INSTANTIATED, DISABLED] }) { edges { node { ${eventFields} } } } }`,
  'events of ratings': `{ registryEvents(first: 50, filter: { actions: [RATED] }) { edges { node { ${eventFields} before after } } } }`,
  'events of a public template': `{ template(templateId: "shared", namespace: "acme") { events(first: 50) { edges { node { ${eventFields} } } } } }`,
  'ratings and use': `{ templates(first: 20) { edges { node { ${entryFields} rating { average count mine distribution { stars count } } usage { runs succeeded failed lastUsedAt perDay { date count } } } } } }`,
  shares: `{ agents(first: 100) { edges { node { ${entryFields} shares { namespace sharedBy } sharedWithMe { namespace sharedBy } } } } }`,
  comments:
    '{ templates(first: 10) { edges { node { ratings(first: 10) { edges { node { id comment stars author version reports { reason } } } } } } } }',
  drafts: `{ drafts(first: 50) { totalCount edges { node { ${versionFields} ... on AgentVersion { agent { slug } } ... on TemplateVersion { template { slug } } } } } }`,
  reports: `{ validationReports(first: 100) { edges { node { id entryId namespace version issues { message path code } } } } }`,
  'the reports of an agent': `{ validationReports(filter: { entryId: "broken" }) { edges { node { id entryId issues { message path } } } } }`,
  ...Object.fromEntries(
    ['', forMembers, forPublishers, 'zanzibra', 'quaga', 'name', `"describes ${forMembers}"`].map((words) => [
      `search “${words}”`,
      `{ search(query: ${JSON.stringify(words)}, first: 50) { totalCount facets { kinds { value count } tags { value count } categories { value count } }
        edges { score highlight node { ... on Agent { ${entryFields} } ... on Template { ${entryFields} } } } } }`,
    ]),
  ),
};
