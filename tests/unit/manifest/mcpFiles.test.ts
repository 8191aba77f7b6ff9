import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAgent } from '../../../packages/manifest/index.ts';

const folder = new URL('../../fixtures/mcp/', import.meta.url);
const manifest = { agentId: 'good-agent', name: 'Good', description: 'd', version: '1.0.0' };
const read = (name: string, options = {}) => {
  const files = [{ path: 'mcp.json', bytes: new Uint8Array(readFileSync(new URL(`${name}.json`, folder))) }];
  return parseAgent({ manifest, files }, options);
};

interface Outcome {
  /** The names of the published servers; none if the file is refused. */
  servers: string[];
  errors?: string[];
  warnings?: string[];
}

const client = 'client_shape';

/** Files in the styles of public repositories, with their outcomes. */
const outcomes: Record<string, Outcome> = {
  'claude-desktop': { servers: ['filesystem', 'memory'], warnings: ['ignored_key globalShortcut'] },
  'claude-desktop-preferences': {
    servers: ['time'],
    warnings: ['ignored_key preferences', 'ignored_key isUsingBuiltInNodeForMcp'],
  },
  'claude-desktop-windows': {
    servers: ['sequential-thinking', 'fetch'],
    warnings: [`${client} mcpServers.sequential-thinking`, `${client} mcpServers.fetch`],
  },
  'claude-desktop-windows-appdata': {
    servers: [],
    errors: ['unsafe_env mcpServers.brave-search.env.APPDATA'],
    warnings: [`${client} mcpServers.brave-search`],
  },
  'claude-code-project': { servers: ['chrome-devtools', 'docs', 'shadcn'] },
  'claude-code-defaults': { servers: ['api'] },
  'claude-code-nested-default': { servers: [], errors: ['unknown_reference mcpServers.api.headers.X-Region'] },
  'claude-code-plugin': {
    servers: [],
    errors: ['unsafe_argument mcpServers.forge.args[2]'],
    warnings: ['ignored_key mcpServers.forge.cwd', 'editor_variable mcpServers.forge.args[2]'],
  },
  'claude-code-headers-helper': { servers: [], errors: ['unknown_key mcpServers.deals.headersHelper'] },
  vscode: { servers: ['m365'], warnings: [`${client} `] },
  'vscode-inputs': {
    servers: ['github', 'issues'],
    warnings: [`${client} `, `${client} inputs`, `${client} inputs`, `${client} inputs`],
  },
  'vscode-inputs-undeclared': {
    servers: [],
    errors: ['unknown_reference servers.jenkins.headers.Authorization'],
    warnings: [`${client} `],
  },
  'vscode-gallery': {
    servers: ['io.github.ChromeDevTools/chrome-devtools-mcp'],
    warnings: [
      `${client} `,
      'ignored_key servers["io.github.ChromeDevTools/chrome-devtools-mcp"].gallery',
      'ignored_key servers["io.github.ChromeDevTools/chrome-devtools-mcp"].version',
    ],
  },
  'vscode-env-file': {
    servers: ['postgres'],
    warnings: [`${client} `, 'ignored_key servers.postgres.envFile', 'ignored_key servers.postgres.cwd'],
  },
  'vscode-workspace-folder': { servers: ['files'], warnings: [`${client} `, 'editor_variable servers.files.args[2]'] },
  'vscode-localhost': {
    servers: [],
    errors: ['insecure_url servers.dev.url'],
    warnings: [`${client} `, `${client} servers.dev`],
  },
  'vscode-settings': { servers: ['search'], warnings: [`${client} `, `${client} inputs`] },
  'vscode-empty': { servers: [], warnings: [`${client} `] },
  'cursor-url': {
    servers: ['linear', 'context7'],
    warnings: [`${client} mcpServers.linear`, `${client} mcpServers.context7`],
  },
  'cursor-env-notation': { servers: [], errors: ['unknown_reference mcpServers.search.env.EXA_API_KEY'] },
  'cursor-command-line': { servers: [], errors: ['command_not_allowed mcpServers.figma.command'] },
  windsurf: {
    servers: ['deepwiki', 'puppeteer'],
    warnings: [
      `${client} mcpServers.deepwiki`,
      `${client} mcpServers.deepwiki`,
      'ignored_key mcpServers.puppeteer.disabledTools',
    ],
  },
  cline: {
    servers: ['github.com/upstash/context7-mcp'],
    warnings: [
      'server_disabled mcpServers.old',
      'ignored_key mcpServers["github.com/upstash/context7-mcp"].autoApprove',
      'ignored_key mcpServers["github.com/upstash/context7-mcp"].timeout',
    ],
  },
  'cline-all-disabled': {
    servers: [],
    errors: ['no_servers '],
    warnings: ['server_disabled mcpServers.one', 'server_disabled mcpServers.two'],
  },
  'roo-code': {
    servers: ['notion', 'git'],
    warnings: ['ignored_key mcpServers.notion.alwaysAllow', `${client} mcpServers.notion`],
  },
  'gemini-cli': {
    servers: [],
    errors: ['unknown_reference mcpServers.shell-home.args[2]'],
    warnings: [
      `${client} mcpServers.maps`,
      'ignored_key mcpServers.maps.timeout',
      'ignored_key mcpServers.maps.trust',
      'ignored_key mcpServers.maps.includeTools',
      `${client} mcpServers.maps`,
    ],
  },
  'copilot-agent': {
    servers: ['sentry', 'playwright'],
    warnings: ['ignored_key mcpServers.sentry.tools', `${client} mcpServers.sentry`],
  },
  'plain-map': { servers: ['fetch', 'docs'], warnings: [`${client} `, `${client} docs`] },
  'plain-map-shell': { servers: [], errors: ['command_not_allowed fetch.command'], warnings: [`${client} `] },
  'names-with-spaces': {
    servers: ['github-read-only', 'sequential-thinking'],
    warnings: [
      `${client} mcpServers["GitHub (read only)"]`,
      `${client} mcpServers["Sequential Thinking"]`,
      'ignored_key mcpServers["GitHub (read only)"].description',
    ],
  },
  'names-that-collide': {
    servers: [],
    errors: ['duplicate_server mcpServers.my-server'],
    warnings: [`${client} mcpServers["my server"]`],
  },
  bun: { servers: ['notes', 'tasks'], warnings: [`${client} mcpServers.tasks`] },
  'python-virtual-environment': {
    servers: [],
    errors: ['command_not_allowed mcpServers.rag.command', 'unsafe_env mcpServers.rag.env.PYTHONPATH'],
  },
  'uv-directory': { servers: [], errors: ['unsafe_argument mcpServers.weather.args[1]'] },
  'uvx-git': { servers: [], errors: ['unsafe_argument mcpServers.serena.args[1]'] },
  'node-build': { servers: ['scout'], warnings: ['script_not_published mcpServers.scout.args[0]'] },
  'docker-bind-mount': { servers: [], errors: ['unsafe_argument mcpServers.files.args[4]'] },
  'docker-volume': { servers: ['memory'] },
  'one-server': { servers: [], errors: ['no_servers '] },
  zed: { servers: ['postgres'], warnings: [`${client} `, 'ignored_key context_servers.postgres.source'] },
  'template-braces': { servers: [], errors: ['unknown_reference mcpServers.crm.env.CRM_TOKEN'] },
  'no-servers-at-all': { servers: [], warnings: ['older_shape '] },
};

describe('an mcp.json in the style of a client', () => {
  it('has an expected outcome for each fixture', () => {
    const names = readdirSync(folder).map((name) => name.replace('.json', ''));
    expect(Object.keys(outcomes).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(outcomes))('%s', (name, { servers, errors = [], warnings = [] }) => {
    const { definition, issues } = read(name);
    const of = (severity: string) =>
      issues.filter((issue) => issue.severity === severity).map(({ code, path }) => `${code} ${path}`);
    expect({ errors: of('error'), warnings: of('warning') }).toEqual({ errors, warnings });
    expect(definition ? Object.keys(definition.mcpServers) : []).toEqual(servers);
    expect(definition === null).toBe(errors.length > 0);
  });

  it.each(['cline-all-disabled', 'one-server'])('%s is accepted as a draft', (name) => {
    const { definition, issues } = read(name, { draft: true });
    expect(definition?.mcpServers).toEqual({});
    expect(issues.map(({ code, severity }) => `${severity} ${code}`)).toContain('warning no_servers');
  });

  it('is stored in the form of the contract', () => {
    expect(read('vscode-inputs').definition?.mcpServers).toEqual({
      github: {
        type: 'stdio',
        command: 'docker',
        args: ['run', '-i', '--rm', '-e', 'GITHUB_PERSONAL_ACCESS_TOKEN', 'ghcr.io/github/github-mcp-server'],
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: '${secret:GITHUB_TOKEN}' },
      },
      issues: { type: 'http', url: 'https://mcp.example.com/${ORG_NAME}', headers: { 'X-Region': '${REGION:-eu}' } },
    });
    expect(read('claude-desktop-windows').definition?.mcpServers).toEqual({
      'sequential-thinking': { command: 'npx', args: ['-y', '@modelcontextprotocol/server-sequential-thinking'] },
      fetch: { command: 'uvx', args: ['mcp-server-fetch'] },
    });
    expect(read('cursor-url').definition?.mcpServers).toMatchObject({
      linear: { type: 'sse', url: 'https://mcp.linear.app/sse' },
      context7: { type: 'http', url: 'https://mcp.context7.com/mcp' },
    });
    expect(read('bun').definition?.mcpServers.tasks).toMatchObject({ env: { PORT: '3000', DEBUG: 'true' } });
    expect(read('roo-code').definition?.mcpServers.notion).toEqual({ type: 'http', url: 'https://mcp.notion.com/mcp' });
  });
});
