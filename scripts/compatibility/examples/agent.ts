import { agent, servers } from './example.ts';

const skill = { id: 'review', name: 'Review' };
const token = { name: 'TOKEN', isSecret: true };
const server = { command: 'npx', args: ['-y', 'server-github'] };

export const agentExamples = {
  'skill-removed': agent({ skills: [skill, { id: 'audit', name: 'Audit' }] }, { skills: [skill] }, [
    { skills: [{ id: 'audit', name: 'Audit' }, skill] },
    null,
  ]),
  'skill-added': agent({ skills: [skill] }, { skills: [skill, { id: 'audit', name: 'Audit' }] }, [
    { skills: [] },
    'skill-removed',
  ]),
  'skill-described': agent({ skills: [skill] }, { skills: [{ ...skill, name: 'Review code' }] }, [
    { skills: [{ ...skill, id: 'review-code' }] },
    'skill-removed',
  ]),
  'mcp-server-removed': servers({ github: server, files: server }, { github: server }, [
    { files: server, github: server },
    null,
  ]),
  'mcp-server-added': servers({ github: server }, { github: server, files: server }, [{}, 'mcp-server-removed']),
  'mcp-server-transport-changed': servers(
    { github: server },
    { github: { type: 'http', url: 'https://mcp.example.com' } },
    [{ github: { ...server, type: 'stdio' } }, null],
  ),
  'mcp-server-changed': servers({ github: server }, { github: { ...server, args: ['-y', 'server-github@2'] } }, [
    { github: { args: ['-y', 'server-github'], command: 'npx' } },
    null,
  ]),
  'env-required': agent({ env: [] }, { env: [{ name: 'REGION', isRequired: true }] }, [
    { env: [{ name: 'REGION', isRequired: true, default: 'eu' }] },
    'env-added',
  ]),
  'env-added': agent({ env: [] }, { env: [{ name: 'REGION' }] }, [
    { env: [{ name: 'REGION', isRequired: true }] },
    'env-required',
  ]),
  'env-optional': agent({ env: [{ name: 'REGION', isRequired: true }] }, { env: [{ name: 'REGION' }] }, [
    { env: [] },
    'env-removed',
  ]),
  'env-removed': agent({ env: [{ name: 'REGION' }, { name: 'ZONE' }] }, { env: [{ name: 'REGION' }] }, [
    { env: [{ name: 'ZONE' }, { name: 'REGION' }] },
    null,
  ]),
  'env-default-changed': agent(
    { env: [{ name: 'REGION', default: 'eu' }] },
    { env: [{ name: 'REGION', default: 'us' }] },
    [{ env: [{ name: 'REGION', default: 'eu', description: 'Where.' }] }, 'env-described'],
  ),
  'env-described': agent({ env: [{ name: 'REGION' }] }, { env: [{ name: 'REGION', description: 'Where.' }] }, [
    { env: [{ name: 'REGION', default: 'eu' }] },
    'env-default-changed',
  ]),
  'env-secret-required': agent({ env: [token] }, { env: [{ ...token, isRequired: true }] }, [
    { env: [{ ...token, description: 'A token.' }] },
    'env-described',
  ]),
  'env-secrecy-changed': agent({ env: [{ name: 'TOKEN' }] }, { env: [token] }, [
    { env: [{ name: 'TOKEN', isSecret: false }] },
    null,
  ]),
  'mcp-reference-required': servers(
    { github: { ...server, env: { MODE: 'read' } } },
    { github: { ...server, env: { MODE: '${secret:MODE}' } } },
    [{ github: { ...server, env: { MODE: '${MODE:-read}' } } }, 'mcp-server-changed'],
  ),
  'mcp-reference-optional': servers(
    { github: { ...server, env: { MODE: '${MODE}' } } },
    { github: { ...server, env: { MODE: '${MODE:-read}' } } },
    [{ github: { ...server, env: { OTHER: '${MODE}' } } }, 'mcp-server-changed'],
  ),
  'model-changed': agent({ model: 'claude-sonnet-4-5' }, { model: 'claude-haiku-4-5' }, [
    { model: 'claude-sonnet-4-5' },
    null,
  ]),
  'model-settings-changed': agent(
    { model: { name: 'claude-sonnet-4-5', temperature: 0 } },
    { model: { name: 'claude-sonnet-4-5', temperature: 1 } },
    [{ model: { name: 'claude-haiku-4-5', temperature: 0 } }, 'model-changed'],
  ),
};
