import { describe, expect, it } from 'vitest';
import { parseAgent, parseReferences } from '../../../packages/manifest/index.ts';

const manifest = { agentId: 'good-agent', name: 'Good', description: 'd', version: '1.0.0' };
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function issuesOf(server: object, more: object = {}) {
  const files = [{ path: 'mcp.json', bytes: bytes({ mcpServers: { it: server } }) }];
  const { issues } = parseAgent({ manifest: { ...manifest, ...more }, files });
  return issues.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
}

describe('a reference', () => {
  it('is ${NAME}, ${secret:NAME}, or ${NAME:-a literal default}', () => {
    expect(parseReferences('a ${A} b${secret:B}${C:-c d:e/f}${D:-}')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'reference', name: 'A', isSecret: false },
      { kind: 'text', text: ' b' },
      { kind: 'reference', name: 'B', isSecret: true },
      { kind: 'reference', name: 'C', isSecret: false, default: 'c d:e/f' },
      { kind: 'reference', name: 'D', isSecret: false, default: '' },
    ]);
  });

  it.each([
    ['${env:X}', 'write ${X}'],
    ['${input:x}', 'declare it under "inputs", or write ${NAME} or ${secret:NAME}'],
    ['${A:-${B}}', 'a default must be a literal without "$", "{" and "}"'],
    ['${A:-$B}', 'a default must be a literal without "$", "{" and "}"'],
    ['${secret:A:-x}', 'a secret must not have a default; write ${secret:NAME}'],
    ['${A-x}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${A:=x}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${A:?x}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${ A }', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${1A}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${vault:a/b}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${{ secrets.A }}', 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}'],
    ['${A', 'the closing brace is missing'],
    ['$HOME', 'write ${HOME}'],
    ['$env:API', 'write ${NAME}'],
    ['%APPDATA%', 'write ${APPDATA}'],
    ['{{API}}', 'write ${NAME}'],
    ['{{ variables.x }}', 'write ${NAME}'],
    ['{env:API}', 'write ${NAME} or ${secret:NAME}'],
    ['$(pwd)', 'it is not run by a shell; write the value, or ${NAME}'],
  ])('cannot be %s: %s', (text, advice) => {
    expect(parseReferences(`é ${text}`)).toEqual([
      { kind: 'text', text: 'é ' },
      { kind: 'unknown', text, position: 3, advice },
    ]);
  });

  it.each([
    'pa$$word',
    'US$5',
    'a$B',
    '$ref',
    '^x$',
    '$match',
    '100%',
    '%20a%20B%20',
    '50% OFF%',
    '{"a":{"b":1}}',
    '{{}}',
    '{x}',
    '{{.Names}}',
  ])('is not recognized in %s, which is literal text', (text) =>
    expect(parseReferences(text)).toEqual([{ kind: 'text', text }]),
  );

  it('is unknown at any place, and reported with that place', () => {
    const stdio = { command: 'npx', args: ['good', '${env:X}'], env: { A: 'x${input:y}' } };
    expect(issuesOf(stdio)).toEqual([
      'error unknown_reference mcpServers.it.args[1]',
      'error unknown_reference mcpServers.it.env.A',
    ]);
    const http = { type: 'http', url: 'https://example.com/{tenant}/mcp', headers: { 'X-A': '${A:-${B}}' } };
    expect(issuesOf(http)).toEqual([
      'error unknown_reference mcpServers.it.headers.X-A',
      'error unknown_reference mcpServers.it.url',
    ]);
    const env = [
      { name: 'A', default: '${env:B}' },
      { name: 'B', default: 'x/${C:-d}' },
    ];
    expect(issuesOf({ command: 'npx', args: ['good'] }, { env })).toEqual(['error unknown_reference env[0].default']);
  });

  it('is reported with the position of the character', () => {
    const files = [
      { path: 'mcp.json', bytes: bytes({ mcpServers: { it: { command: 'npx', args: ['good', 'ab${env:X}'] } } }) },
    ];
    expect(parseAgent({ manifest, files }).issues).toMatchObject([
      { message: 'Character 3: ${env:X} is not a supported reference; write ${X}.' },
    ]);
  });

  it('of a secret has no default, and its text is not shown', () => {
    const literal = 'correct-horse-battery';
    for (const value of [`\${secret:A:-${literal}}`, `\${API_KEY:-${literal}}`, `\${A:-${literal}$}`]) {
      const files = [
        {
          path: 'mcp.json',
          bytes: bytes({ mcpServers: { it: { command: 'npx', args: ['good'], env: { A_B: value } } } }),
        },
      ];
      const { definition, issues } = parseAgent({ manifest, files });
      expect(definition).toBeNull();
      expect(JSON.stringify(issues)).not.toContain(literal);
    }
    expect(issuesOf({ command: 'npx', args: ['good'], env: { API_KEY: '${OTHER:-abcdef12}' } })).toContain(
      'error secret mcpServers.it.env.API_KEY',
    );
    expect(issuesOf({ command: 'npx', args: ['good'], env: { API_KEY: '${API_KEY:-}' } })).toEqual([]);
  });

  it('is parsed in linear time', () => {
    for (const part of ['${', '${A:-', '{{a', '%A', '$(a', '{env:', '${a}'])
      expect(parseReferences(part.repeat(20_000)).length).toBeGreaterThan(0);
  });
});
