import type { McpServer as Server } from '../packages/manifest/index.ts';
import * as resolvers from '../src/resolvers/agent.ts';
import * as entry from '../src/resolvers/entry.ts';
import * as version from '../src/resolvers/version.ts';
import { builder } from './builder.ts';
import {
  AgentConnection,
  AgentVersionConnection,
  RegistryEventConnection,
  TemplateConnection,
  TemplateVersionConnection,
} from './connections.ts';
import { seenNamespaceField } from './describe.ts';
import { RegistryEntry, RegistryFilter, RegistryOrder } from './entry.ts';
import { VersionStatus } from './enums.ts';
import { Agent, AgentVersion, isEntry, isVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';
import { Asset, Prompt, RegistryVersion, ResourceProfile, VersionDiff } from './version.ts';

const Skill = builder.node(builder.objectRef<resolvers.SkillOf>('Skill'), {
  description: 'One thing that a version of an agent can do.',
  id: { resolve: ({ skillOf, id }) => `${skillOf}:${id}` },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'skillOf' in value,
  fields: (t) => ({
    skillId: t.exposeString('id', { description: 'The skill’s id in the manifest: unique in the version.' }),
    name: t.exposeString('name'),
    description: t.string({ nullable: true, resolve: (skill) => skill.description }),
    tags: t.stringList({ resolve: (skill) => skill.tags ?? [] }),
  }),
});

const McpServer = builder.objectRef<{ name: string } & Server>('McpServer').implement({
  description: 'A server of the Model Context Protocol: a command, or an address. Secrets are references.',
  fields: (t) => ({
    name: t.exposeString('name'),
    transport: t.string({
      description: 'stdio, http or sse.',
      resolve: (server) => ('url' in server ? server.type : 'stdio'),
    }),
    command: t.string({ nullable: true, resolve: (server) => ('command' in server ? server.command : null) }),
    args: t.stringList({ resolve: (server) => ('command' in server ? (server.args ?? []) : []) }),
    env: t.field({ type: 'JSON', resolve: (server) => ('command' in server ? (server.env ?? {}) : {}) }),
    url: t.string({ nullable: true, resolve: (server) => ('url' in server ? server.url : null) }),
    headers: t.field({ type: 'JSON', resolve: (server) => ('url' in server ? (server.headers ?? {}) : {}) }),
  }),
});

builder.node(Agent, {
  description: 'A prompt, a model, skills, MCP servers and limits, under one id.',
  interfaces: [RegistryEntry],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isEntry(value, 'AGENT'),
  fields: (t) => ({
    agentId: t.exposeString('slug'),
    currentVersion: t.field({ type: AgentVersion, nullable: true, resolve: entry.currentVersion }),
    version: t.field({
      type: AgentVersion,
      nullable: true,
      args: { version: t.arg.string({ required: true, description: 'An exact version, such as 1.2.0.' }) },
      resolve: entry.version,
    }),
    versions: t.connection(
      {
        type: AgentVersion,
        description: 'Newest SemVer first.',
        args: { status: t.arg({ type: VersionStatus, description: 'Only versions with this status.' }) },
        resolve: entry.versions,
      },
      AgentVersionConnection,
    ),
    templates: t.connection(
      {
        type: Template,
        description: 'Whose current version supports this agent.',
        resolve: resolvers.templates,
      },
      TemplateConnection,
    ),
    events: t.connection(
      { type: RegistryEvent, description: 'Oldest first.', resolve: entry.events },
      RegistryEventConnection,
    ),
  }),
});

builder.node(AgentVersion, {
  description: 'A version of an agent. A published one never changes.',
  interfaces: [RegistryVersion],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isVersion(value, 'AGENT'),
  fields: (t) => ({
    agent: t.field({ type: Agent, resolve: version.entry }),
    model: t.field({ type: 'JSON', nullable: true, resolve: resolvers.model }),
    skills: t.field({ type: [Skill], resolve: resolvers.skills }),
    prompts: t.field({ type: [Prompt], resolve: version.prompts }),
    mcpServers: t.field({ type: [McpServer], resolve: resolvers.mcpServers }),
    assets: t.field({ type: [Asset], resolve: version.assets }),
    resourceProfile: t.field({ type: ResourceProfile, nullable: true, resolve: version.resourceProfile }),
    templates: t.connection(
      {
        type: TemplateVersion,
        description: 'Published template versions whose range this version satisfies, the latest first.',
        resolve: resolvers.templateVersions,
      },
      TemplateVersionConnection,
    ),
    diff: t.field({
      type: VersionDiff,
      description: 'What changed from another version to this one.',
      args: { against: t.arg.string({ required: true, description: 'The version to compare with, such as 1.2.0.' }) },
      complexity: { field: 200, multiplier: 1 }, // Two whole versions are read and compared.
      resolve: version.diff,
    }),
  }),
});

builder.queryFields((t) => ({
  agent: t.field({
    type: Agent,
    nullable: true,
    description: 'By its id: in the namespace, or in the viewer’s own and then in `default`.',
    args: {
      agentId: t.arg.string({ required: true, description: 'The agent’s id in its namespace.' }),
      namespace: t.arg.string({ description: seenNamespaceField }),
    },
    resolve: resolvers.agent,
  }),
  agents: t.connection(
    {
      type: Agent,
      args: {
        filter: t.arg({ type: RegistryFilter, description: 'Narrows the list.' }),
        orderBy: t.arg({ type: RegistryOrder, description: 'Defaults to the name, ascending.' }),
      },
      resolve: entry.entries('AGENT'),
    },
    AgentConnection,
  ),
}));
