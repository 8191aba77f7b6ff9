import { describe, expect, it } from 'vitest';
import { checkCommands } from '../../../packages/worker/document/commands.ts';
import { resolveVariables } from '../../../packages/worker/document/variables.ts';

describe('the commands of the servers of a step', () => {
  it.each([
    ['a shell', { command: 'bash', args: ['-c', 'x'] }],
    ['arbitrary code', { command: 'npx', args: ['-c', 'x'] }],
    ['the machine', { command: 'docker', args: ['run', '-v', '/etc:/h', 'mcp/good'] }],
    ['other packages', { command: 'npx', args: ['good'], env: { npm_config_registry: 'https://evil.example' } }],
  ])('are refused for %s, without a retry', (_, server) => {
    expect(() => checkCommands({ good: { command: 'npx', args: ['good'] }, bad: server })).toThrow(
      expect.objectContaining({ code: 'command_refused', retry: false, message: expect.stringContaining('"bad"') }),
    );
  });

  it('are checked with the current values of variables', () => {
    const servers = { x: { command: 'docker', args: ['run', '-i', '-v', '${DIR}', 'mcp/good'] } };
    const { mcpServers } = resolveVariables([], servers, { environment: { DIR: '/:/h' }, allowed: ['DIR'] });
    expect(() => checkCommands(mcpServers)).toThrow(expect.objectContaining({ code: 'command_refused' }));
    const free = { x: { command: 'npx', args: ['-y', 'good', '${OPTION}'] } };
    const filled = resolveVariables([], free, { environment: { OPTION: '--call=x' }, allowed: ['OPTION'] });
    expect(() => checkCommands(filled.mcpServers)).not.toThrow();
  });

  it('must be allowed by this worker', () => {
    const servers = { x: { command: 'npx', args: ['good'] } };
    expect(() => checkCommands(servers)).not.toThrow();
    expect(() => checkCommands(servers, ['uvx'])).toThrow(/The command must be one of uvx\./);
  });

  it('have no header with a line break', () => {
    const servers = { x: { type: 'http' as const, url: 'https://example.com', headers: { 'X-A': 'a\r\nHost: b' } } };
    expect(() => checkCommands(servers)).toThrow(expect.objectContaining({ code: 'header_refused', retry: false }));
  });
});
