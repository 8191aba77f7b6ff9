import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkCopy } from '../../../packages/cli/lock/checkCopy.ts';
import { createLock, type Lock, parseDefinition, sha256Hex } from '../../../packages/manifest/index.ts';

const manifest = {
  agentId: 'reader',
  name: 'Reader',
  description: 'It reads.',
  version: '1.0.0',
  entryPrompt: 'prompts/a.md',
};
const contents: Record<string, string> = {
  'agent.json': JSON.stringify(manifest),
  'prompts/a.md': 'Read.\n',
  'mcp.json': '{"mcpServers": {"web": {"type": "http", "url": "https://mcp.example.com"}}}',
};
const bundle = Object.entries(contents).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
const { definition } = parseDefinition('AGENT', { files: bundle });
if (definition?.kind !== 'AGENT') throw new Error('The agent is not valid.');
const files = bundle.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256Hex(bytes) }));
const head = { namespace: 'default', version: '1.0.0', digestRule: 2 };
const made = createLock({
  environment: null,
  template: { ...head, slug: 'train', digest: 'd', files: [], mcpServers: null },
  templates: [],
  agents: [{ ...head, slug: 'reader', digest: definition.digest, files, mcpServers: definition.mcpServers }],
});
const [locked] = made.agents;
if (!locked) throw new Error('The lock has no agent.');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-copy-'));
  for (const [path, text] of Object.entries(contents)) await write(path, text);
});
afterEach(() => rm(folder, { recursive: true }));

const at = (path: string) => join(folder, 'agents/reader', path);
async function write(path: string, text: string) {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}

/** What differs between the copy of the agent and a lock with these changes. */
async function problems(changes: Partial<Lock['agents'][number]> = {}) {
  const [, agent] = await checkCopy({ ...made, agents: [{ ...locked, ...changes } as Lock['agents'][number]] }, folder);
  return agent?.problems;
}

it('finds nothing in the copy itself, and says which part is missing', async () => {
  const [template, agent] = await checkCopy(made, folder);
  expect(template).toMatchObject({
    kind: 'template',
    id: 'train',
    folder: null,
    problems: ['It is missing in the copy.'],
  });
  expect(agent).toMatchObject({ kind: 'agent', id: 'reader', folder: join(folder, 'agents/reader'), problems: [] });
});

it('names what is missing, changed and new', async () => {
  await rm(at('mcp.json'));
  await write('prompts/a.md', 'Write.\n');
  await write('assets/b.txt', 'b');
  expect((await problems())?.toSorted()).toEqual([
    'assets/b.txt is not in the lock.',
    'mcp.json is missing.',
    'prompts/a.md differs from the lock.',
  ]);
});

it('says that only the digest differs', async () => {
  expect(await problems({ digest: '0'.repeat(64) })).toEqual(['Its content differs from the lock.']);
});

it('compares the servers, when the files are the same', async () => {
  const sha256 = '0'.repeat(64);
  expect(
    await problems({
      mcpServers: [
        { name: 'web', sha256 },
        { name: 'gone', sha256 },
      ],
    }),
  ).toEqual(['The MCP server web differs from the lock.', 'The MCP server gone differs from the lock.']);
});

it('does not guess about a rule that it does not know', async () => {
  expect(await problems({ digestRule: 99 as never })).toEqual([
    'Its digest uses rule 99, which this program does not support.',
  ]);
});

it('says why a part cannot be read', async () => {
  await rm(at('agent.json'));
  await mkdir(at('agent.json'));
  expect(await problems()).toEqual(['agent.json: agent.json is missing in this folder.', 'It cannot be read.']);
});
