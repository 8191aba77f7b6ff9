import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type GuideStep, linesMissing, openReader, type Reader, readGuide, steady } from '../support/guide.ts';

const guides = {
  readme: await readGuide('README.md'),
  agents: await readGuide('docs/authoring-agents.md'),
  templates: await readGuide('docs/authoring-templates.md'),
};

/** The gateway is started by the test, and `npm test` is what runs. */
const isRunHere = ({ commands }: GuideStep) => !/^npm (start|test)\b/m.test(commands);

// The commands that a newcomer copies from README and the authoring guides, page by page.
describe('the commands of the guides', () => {
  let folder: string;
  let gateway: GatewayProcess;
  let reader: Reader;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-guides-'));
    gateway = await startGateway(folder);
    reader = await openReader({ REGISTRY_URL: gateway.url, REGISTRY_DATA_DIR: folder });
  });
  afterAll(async () => {
    await reader?.close();
    await gateway?.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /**
   * The test's gateway has another port, temporary files are elsewhere, and a stream is stopped after its first event.
   */
  const commandsHere = ({ commands }: GuideStep) =>
    commands
      .replaceAll('http://127.0.0.1:4000/graphql', gateway.url)
      .replaceAll('/tmp/', '$TMPDIR/')
      .replace(/^curl -N (?:.*\\\n)*.*$/gm, '$& | head -c 200');

  async function follow(step: GuideStep): Promise<void> {
    const { code, output } = await reader.run(commandsHere(step));
    const refused = step.expected.some((line) => line.startsWith('✗'));
    expect([output, code]).toEqual([output, refused ? 1 : 0]);
    expect([output, linesMissing(output, step.expected)]).toEqual([output, []]);
    if (step.json !== undefined)
      expect(JSON.parse(steady(output))).toEqual(JSON.parse(steady(JSON.stringify(step.json))));
  }

  it('README.md shows what `npm start` prints', () => {
    const [start] = guides.readme.steps;
    expect(start?.commands).toMatch(/^npm start/);
    const printed = gateway
      .output()
      .replaceAll(new URL(gateway.url).host, '127.0.0.1:4000')
      .replace(folder, '.registry');
    expect([printed, linesMissing(printed, start?.expected ?? [])]).toEqual([printed, []]);
  });

  it.each(guides.readme.steps.filter(isRunHere))('README.md:$line', follow);

  it('the agent of the guide is written', async () => {
    const [manifest, mcp] = guides.agents.fences.filter(({ language }) => language === 'json');
    const prompt = guides.agents.fences.find(({ language }) => language === 'markdown');
    const agent = 'packages/shared/agents/standup-writer';
    await reader.write(`${agent}/agent.json`, manifest?.text ?? '');
    await reader.write(`${agent}/prompts/system.md`, prompt?.text ?? '');
    await reader.write(`${agent}/mcp.json`, mcp?.text ?? '');
  });

  it.each(guides.agents.steps)('docs/authoring-agents.md:$line', follow);

  it('the template of the guide is written', async () => {
    const written = guides.templates.fences.filter(({ language }) => language === 'json');
    const manifest = written.find(({ text }) => text.includes('"templateId"'));
    const test = written.find(({ text }) => text.includes('"expect"'));
    const template = 'packages/shared/templates/standup-round';
    await reader.write(`${template}/template.json`, manifest?.text ?? '');
    await reader.write(`${template}/tests/one.json`, test?.text ?? '');
  });

  it.each(guides.templates.steps)('docs/authoring-templates.md:$line', follow);
});
