import type { McpServer as Server } from '../packages/manifest/index.ts';
import * as resolvers from '../src/resolvers/agent.ts';
import * as dependency from '../src/resolvers/dependency.ts';
import * as entry from '../src/resolvers/entry.ts';
import * as version from '../src/resolvers/version.ts';
import { diff } from '../src/resolvers/versionDiff.ts';
import { builder } from './builder.ts';
import {
  AgentConnection,
  AgentVersionConnection,
  RegistryEventConnection,
  TemplateConnection,
  TemplateVersionConnection,
} from './connections.ts';
import { currentVersionField, seenNamespaceField, versionOrChannelField } from './describe.ts';
import { RegistryEntry, RegistryFilter, RegistryOrder } from './entry.ts';
import { VersionStatus } from './enums.ts';
import { Agent, AgentVersion, isEntry, isVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';
import { Asset, Prompt, RegistryVersion, ResourceProfile } from './version.ts';
import { VersionDiff } from './versionDiff.ts';

const Skill = builder.node(builder.objectRef<resolvers.SkillOf>('Skill'), {
  description: 'A capability of an agent, as a version of it declares it.',
  id: { resolve: ({ skillOf, id }) => `${skillOf}:${id}` },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'skillOf' in value,
  fields: (t) => ({
    skillId: t.exposeString('id', { description: 'Id of the skill in the manifest. Unique in the version.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
    description: t.string({
      nullable: true,
      description: 'What the skill does.',
      resolve: (skill) => skill.description,
    }),
    tags: t.stringList({ description: 'Tags of the skill.', resolve: (skill) => skill.tags ?? [] }),
  }),
});

const McpServer = builder.objectRef<{ name: string } & Server>('McpServer').implement({
  description:
    'An MCP server (Model Context Protocol) that the agent uses: a command to run or a URL. Secrets are only references.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the server in mcp.json.' }),
    transport: t.string({
      description: 'Transport: stdio, http or sse.',
      resolve: (server) => ('url' in server ? server.type : 'stdio'),
    }),
    command: t.string({
      nullable: true,
      description: 'Command to run. Null for http and sse.',
      resolve: (server) => ('command' in server ? server.command : null),
    }),
    args: t.stringList({
      description: 'Arguments of the command.',
      resolve: (server) => ('command' in server ? (server.args ?? []) : []),
    }),
    env: t.field({
      type: 'JSON',
      description: 'Environment variables of the command, by name.',
      resolve: (server) => ('command' in server ? (server.env ?? {}) : {}),
    }),
    url: t.string({
      nullable: true,
      description: 'URL of the server. Null for stdio.',
      resolve: (server) => ('url' in server ? server.url : null),
    }),
    headers: t.field({
      type: 'JSON',
      description: 'HTTP headers, by name.',
      resolve: (server) => ('url' in server ? (server.headers ?? {}) : {}),
    }),
  }),
});

builder.node(Agent, {
  description: 'An agent: a prompt, a model, skills, MCP servers and limits under one id, in versions.',
  interfaces: [RegistryEntry],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isEntry(value, 'AGENT'),
  fields: (t) => ({
    agentId: t.exposeString('slug', { description: 'Id of the agent. Unique in its namespace.' }),
    currentVersion: t.field({
      type: AgentVersion,
      nullable: true,
      description: currentVersionField,
      resolve: entry.currentVersion,
    }),
    version: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'The version with this number or in this channel. Null if it is not found.',
      args: { version: t.arg.string({ required: true, description: versionOrChannelField }) },
      resolve: entry.version,
    }),
    versions: t.connection(
      {
        type: AgentVersion,
        description: 'Versions of the agent, highest SemVer precedence first.',
        args: { status: t.arg({ type: VersionStatus, description: 'Only versions with this status.' }) },
        resolve: entry.versions,
      },
      AgentVersionConnection,
    ),
    templates: t.connection(
      {
        type: Template,
        description: 'Templates whose current version supports this agent, ordered by name.',
        resolve: resolvers.templates,
      },
      TemplateConnection,
    ),
    dependencies: t.connection(
      {
        type: Agent,
        description: 'Agents that the current version depends on and that you can see, ordered by name.',
        resolve: dependency.dependencies,
      },
      AgentConnection,
    ),
    dependents: t.connection(
      {
        type: Agent,
        description: 'Agents whose current version depends on this agent, ordered by name.',
        resolve: dependency.dependents,
      },
      AgentConnection,
    ),
    events: t.connection(
      { type: RegistryEvent, description: 'Events of the agent, oldest first.', resolve: entry.events },
      RegistryEventConnection,
    ),
  }),
});

builder.node(AgentVersion, {
  description: 'A version of an agent. A published version never changes.',
  interfaces: [RegistryVersion],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isVersion(value, 'AGENT'),
  fields: (t) => ({
    agent: t.field({ type: Agent, description: 'The agent.', resolve: version.entry }),
    model: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Model settings from the manifest.',
      resolve: resolvers.model,
    }),
    skills: t.field({ type: [Skill], description: 'What the agent can do.', resolve: resolvers.skills }),
    prompts: t.field({
      type: [Prompt],
      description: 'Files under `prompts/`, with their content.',
      resolve: version.prompts,
    }),
    mcpServers: t.field({
      type: [McpServer],
      description: 'MCP servers that the agent uses.',
      resolve: resolvers.mcpServers,
    }),
    assets: t.field({ type: [Asset], description: 'Files under `assets/`.', resolve: version.assets }),
    resourceProfile: t.field({
      type: ResourceProfile,
      nullable: true,
      description: 'Resources that the agent needs, and its limits.',
      resolve: version.resourceProfile,
    }),
    templates: t.connection(
      {
        type: TemplateVersion,
        description: 'Published template versions whose range this version satisfies, most recently published first.',
        resolve: resolvers.templateVersions,
      },
      TemplateVersionConnection,
    ),
    dependents: t.connection(
      {
        type: AgentVersion,
        description:
          'Published agent versions that depend on this agent in a range that this version satisfies, most recently published first.',
        resolve: dependency.dependentVersions,
      },
      AgentVersionConnection,
    ),
    diff: t.field({
      type: VersionDiff,
      description: 'Differences from another version of the agent to this one.',
      args: {
        against: t.arg.string({
          required: true,
          description: 'Version number to compare with, such as 1.2.0, or the name of a channel.',
        }),
      },
      complexity: { field: 200, multiplier: 1 }, // Two whole versions are read and compared.
      resolve: diff,
    }),
  }),
});

builder.queryFields((t) => ({
  agent: t.field({
    type: Agent,
    nullable: true,
    description: 'Find an agent by its id. Null if it is not found or you do not have access to it.',
    args: {
      agentId: t.arg.string({ required: true, description: 'Id of the agent in its namespace.' }),
      namespace: t.arg.string({ description: seenNamespaceField }),
    },
    resolve: resolvers.agent,
  }),
  agents: t.connection(
    {
      type: Agent,
      description: 'Agents that you can see.',
      args: {
        filter: t.arg({ type: RegistryFilter, description: 'Filter for the list.' }),
        orderBy: t.arg({ type: RegistryOrder, description: 'Order of the list. Defaults to NAME, ascending.' }),
      },
      resolve: entry.entries('AGENT'),
    },
    AgentConnection,
  ),
}));
