import { describe, expect, it } from 'vitest';
import { resolveVariables } from '../../../packages/worker/document/variables.ts';

const github = {
  type: 'http' as const,
  url: 'https://mcp.example.com/${TEAM}',
  headers: { Authorization: 'Bearer ${secret:GITHUB_TOKEN}' },
};
const environment = { GITHUB_TOKEN: 'gh-secret-value', TEAM: 'blue', OTHER: 'never asked for', EMPTY: '' };

const allowed = [
  ...Object.keys(environment),
  'NOT_THERE',
  'UNSET',
  'A',
  'B',
  'SELF',
  'BASE',
  'LOGS',
  'AUTH',
  'LEVEL',
  'DEPTH',
];

describe('the variables of an agent', () => {
  it('are filled into url, headers, args and env, and report which values are secret', () => {
    const files = { command: 'npx', args: ['--dir', '${TEAM}'], env: { TOKEN: '${GITHUB_TOKEN}' } };
    expect(resolveVariables([], { github, files }, { environment, allowed })).toEqual({
      env: {},
      mcpServers: {
        github: {
          type: 'http',
          url: 'https://mcp.example.com/blue',
          headers: { Authorization: 'Bearer gh-secret-value' },
        },
        files: { command: 'npx', args: ['--dir', 'blue'], env: { TOKEN: 'gh-secret-value' } },
      },
      secrets: ['gh-secret-value'],
    });
  });

  it('are those that the agent declares, or their defaults, and nothing else', () => {
    const declared = [
      { name: 'TEAM' },
      { name: 'DEPTH', default: 3 },
      { name: 'UNSET' },
      { name: 'GITHUB_TOKEN', isSecret: true, isRequired: true },
    ];
    const { env, secrets } = resolveVariables(declared, {}, { environment, allowed });
    expect(env).toEqual({ TEAM: 'blue', DEPTH: '3', GITHUB_TOKEN: 'gh-secret-value' });
    expect(secrets).toEqual(['gh-secret-value']);
  });

  it.each([
    [
      'a reference',
      [],
      { x: { ...github, url: 'https://mcp.example.com/${NOT_THERE}' } },
      /NOT_THERE, which the MCP server "x" needs/,
    ],
    ['an empty value', [], { x: { command: 'npx', args: ['${EMPTY}'] } }, /EMPTY/],
    ['a required variable', [{ name: 'NOT_THERE', isRequired: true }], {}, /NOT_THERE, which the agent needs/],
  ])('are reported by name when missing for %s, without a value', (_, declared, servers, message) => {
    const resolve = () => resolveVariables(declared, servers, { environment, allowed });
    expect(resolve).toThrow(message);
    expect(resolve).toThrow(expect.objectContaining({ code: 'secret_missing', retry: false }));
    expect(resolve).not.toThrow(/gh-secret-value/);
  });

  it.each([
    'REGISTRY_TOKEN',
    'SUPABASE_SECRET_KEY',
    'DATABASE_URL',
    'PGPASSWORD',
    'NODE_OPTIONS',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'PATH',
    'HOME',
  ])('do not include the worker’s %s, unless an operator lists it', (name) => {
    const servers = { thief: { ...github, headers: { 'X-Take': `\${secret:${name}}` } } };
    expect(() => resolveVariables([], servers, { environment: { ...environment, [name]: 'its-own-value' } })).toThrow(
      /is not in REGISTRY_WORKER_VARIABLES/,
    );
  });

  it('are only those that an operator lists', () => {
    const source = { environment, allowed: ['GITHUB_TOKEN'] };
    expect(() => resolveVariables([], { github }, source)).toThrow(/TEAM, .* is not in REGISTRY_WORKER_VARIABLES/);
    expect(resolveVariables([{ name: 'TEAM' }], {}, source).env).toEqual({});
  });

  it('are filled in once: references within a value are not expanded', () => {
    const servers = { x: { command: 'npx', args: ['${TEAM}'] } };
    const { mcpServers } = resolveVariables([], servers, { environment: { TEAM: '${secret:GITHUB_TOKEN}' }, allowed });
    expect(mcpServers.x).toMatchObject({ args: ['${secret:GITHUB_TOKEN}'] });
  });

  it('have the literal default when the variable is not set, empty, or not for agents', () => {
    const args = [
      '${TEAM:-red}',
      '${UNSET:-a b}',
      '${EMPTY:-e}',
      '${UNSET:-}',
      '${REGISTRY_TOKEN:-none}',
      'x${UNSET:-1}y',
    ];
    const servers = { x: { command: 'npx', args } };
    const source = { environment: { ...environment, REGISTRY_TOKEN: 'its-own-value' }, allowed };
    expect(resolveVariables([], servers, source).mcpServers.x).toMatchObject({
      args: ['blue', 'a b', 'e', '', 'none', 'x1y'],
    });
    expect(resolveVariables([{ name: 'UNSET', default: 'declared' }], servers, source).mcpServers.x).toMatchObject({
      args: ['blue', 'declared', 'e', 'declared', 'none', 'xdeclaredy'],
    });
  });

  it('have references in a declared default expanded, and end at a cycle', () => {
    const declared = [
      { name: 'BASE', default: '/srv/${TEAM}' },
      { name: 'LOGS', default: '${BASE}/logs/${LEVEL:-info}' },
      { name: 'AUTH', default: 'Bearer ${secret:GITHUB_TOKEN}' },
      { name: 'SELF', default: '${SELF:-itself}' },
    ];
    const { env, secrets } = resolveVariables(declared, {}, { environment, allowed });
    expect(env).toEqual({
      BASE: '/srv/blue',
      LOGS: '/srv/blue/logs/info',
      AUTH: 'Bearer gh-secret-value',
      SELF: 'itself',
    });
    expect(secrets).toEqual(['gh-secret-value']);
    expect(() =>
      resolveVariables(
        [
          { name: 'A', default: '${B}' },
          { name: 'B', default: '${A}' },
        ],
        {},
        { environment, allowed },
      ),
    ).toThrow(/A, which the default of B needs/);
  });

  it.each(['${env:TEAM}', '${input:team}', '${A:-${TEAM}}', '$TEAM', '{{TEAM}}', '${secret:TEAM:-x}'])(
    'are refused with %s, which is not a supported reference',
    (text) => {
      const resolve = () =>
        resolveVariables([], { x: { command: 'npx', args: ['a', `b ${text}`] } }, { environment, allowed });
      expect(resolve).toThrow(expect.objectContaining({ code: 'reference_unknown', retry: false }));
      expect(resolve).toThrow(/the MCP server "x" .* at character 3/);
    },
  );

  it('are all reported at once when missing, and each once', () => {
    const servers = { x: { command: 'npx', args: ['${A}', '${A}'], env: { B: '${secret:B}' } } };
    expect(() =>
      resolveVariables([{ name: 'UNSET', isRequired: true }], servers, { environment, allowed: ['A', 'B'] }),
    ).toThrow(
      expect.objectContaining({
        message: [
          'UNSET, which the agent needs, is not in REGISTRY_WORKER_VARIABLES, the list of variables that this worker passes to agents.',
          'A, which the MCP server "x" needs, is not set in the environment of the worker.',
          'B, which the MCP server "x" needs, is not set in the environment of the worker.',
        ].join(' '),
      }),
    );
  });

  it('are refused when a secret is too short to be redacted', () => {
    expect(() =>
      resolveVariables([], { github }, { environment: { ...environment, GITHUB_TOKEN: 'abc' }, allowed }),
    ).toThrow(expect.objectContaining({ code: 'secret_too_short', retry: false }));
  });
});
