import { expect, it } from 'vitest';
import type { CopiedAgent } from '../../../packages/worker/copy/copiedAgent.ts';
import type { Copy } from '../../../packages/worker/copy/copy.ts';
import { reportVariables, wantedVariables } from '../../../packages/worker/document/wantedVariables.ts';

it('finds the variables that an agent declares, and those in url, headers, args, env and defaults', () => {
  const declared = [{ name: 'TEAM' }, { name: 'ROOT', default: '${HOME_FOLDER}/x' }];
  const servers = {
    web: { type: 'http' as const, url: 'https://h/${PLACE}', headers: { Authorization: 'Bearer ${secret:KEY}' } },
    here: { command: 'npx', args: ['--dir', '${FOLDER:-/tmp}'], env: { TOKEN: '${TOKEN}' } },
  };
  expect([...wantedVariables(declared, servers)].sort()).toEqual([
    ...['FOLDER', 'HOME_FOLDER', 'KEY', 'PLACE', 'ROOT', 'TEAM', 'TOKEN'],
  ]);
});

it('reports which are set, not set and not listed, and which agents lack some, without values', async () => {
  const lines: string[] = [];
  const hear = (line: string) => void lines.push(line);
  const env: Record<string, { name: string; isRequired?: boolean }[]> = {
    fine: [{ name: 'TEAM', isRequired: true }],
    lacking: [{ name: 'KEY', isRequired: true }, { name: 'EMPTY', isRequired: true }, { name: 'TEAM' }],
  };
  const agent = async (agentId: string) => {
    if (!env[agentId]) throw new Error('not in the copy');
    return { manifest: { env: env[agentId] }, mcpServers: {} } as unknown as CopiedAgent; // The only part that is read.
  };
  await reportVariables(
    ['fine', 'lacking', 'gone'].map((agentId) => ({ agentId, namespace: 'default' })),
    {
      copy: { agent } as unknown as Copy,
      source: { environment: { TEAM: 'a-value', KEY: 'another-value', EMPTY: '' }, allowed: ['TEAM', 'EMPTY'] },
      log: { info: hear, warn: hear, error: hear },
    },
  );
  expect(lines).toEqual([
    'Steps of default/lacking will fail: KEY, which the agent needs, is not in REGISTRY_WORKER_VARIABLES, the list of variables that this worker passes to agents. EMPTY, which the agent needs, is not set in the environment of the worker.',
    'Variables used by agents: EMPTY (not set), KEY (not in REGISTRY_WORKER_VARIABLES), TEAM (set).',
  ]);
});
