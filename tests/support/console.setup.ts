import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hasBrowser } from './browser.ts';
import build from './built.setup.ts';
import { agent, template } from './definitions.ts';
import { startGateway } from './gateway.ts';
import { restClient } from './rest.ts';
import { tokenFor } from './token.ts';

declare module 'vitest' {
  interface ProvidedContext {
    console: { url: string; dataDir: string };
  }
}

/** The agent of `default` that has something of everything, and what an author might try. */
const hostilePrompt = `# Prompt

<script>window.ran = true</script><img src="https://elsewhere.example/x.png" onerror="window.ran = true">

[bad](javascript:alert(1)) [good](https://example.com/) ![picture](https://elsewhere.example/y.png)

- [x] done
- [ ] to do
`;

/** Builds what changed, and starts one gateway with it for all files, as \`npm start\` does. */
export default async function setup(project: TestProject) {
  if (!hasBrowser) return project.provide('console', { url: '', dataDir: '' });
  await build();
  const dataDir = await mkdtemp(join(tmpdir(), 'nofx-console-'));
  const gateway = await startGateway(dataDir, {
    REGISTRY_RATE_LIMITS: 'off',
    REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1',
  });
  const publisher = restClient(gateway.url, await tokenFor(dataDir));
  const publish = async (kinds: string, body: unknown) => {
    const answer = await publisher.post(`/api/${kinds}/publish`, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  };
  await publish('agents', agent({ tags: ['quality'] }));
  await publish('agents', {
    ...agent({ version: '1.1.0', tags: ['quality', 'careful'], description: 'Reviews what it is given, twice.' }),
    files: [{ path: 'prompts/system.md', content: 'You review what you are given.\nAnd then again.\n' }],
  });
  await publish('agents', {
    ...agent({
      agentId: 'hostile',
      name: '<img src=x onerror="window.ran=true">',
      description: '"><script>1</script>',
    }),
    files: [{ path: 'prompts/system.md', content: hostilePrompt }],
  });
  await publish('templates', template());
  project.provide('console', { url: gateway.url, dataDir });
  return async () => {
    await gateway.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  };
}
