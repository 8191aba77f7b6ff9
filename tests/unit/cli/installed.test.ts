import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tailSummary } from '../../../packages/cli/commands/tail.ts';
import { definitionsOf, findDefinitions } from '../../../packages/cli/definitionsFolder.ts';
import { examples } from '../../../packages/cli/examples.ts';
import { tokenHint } from '../../../packages/cli/gateway.ts';
import { asTyped, setHost } from '../../../packages/cli/host.ts';
import { createProgram } from '../../../packages/cli/program.ts';
import { checkNode } from '../../../packages/node/checkNode.ts';
import { host } from '../../../scripts/registry/host.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-installed-'));
  setHost({ command: 'registry', quietCommand: 'registry', folder, definitions: null });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (...path: string[]) => {
  await mkdir(join(folder, ...path, '..'), { recursive: true });
  await writeFile(join(folder, ...path), '{}');
};

describe('without --dir the installed command finds definitions', () => {
  it('in agents and templates of the current folder', async () => {
    await write('agents', 'reviewer', 'agent.json');
    await mkdir(join(folder, 'templates'));
    expect(await findDefinitions('AGENT')).toBe(join(folder, 'agents'));
    expect(await findDefinitions('TEMPLATE')).toBe(join(folder, 'templates'));
  });

  it('in the current folder, when it is a definition or contains one', async () => {
    await write('docs', 'page.md');
    await write('reviewer', 'agent.json');
    expect(await findDefinitions('AGENT')).toBe(folder);
    await write('template.json');
    expect(await findDefinitions('TEMPLATE')).toBe(folder);
  });

  it('and says where it looked when there are none', async () => {
    await write('docs', 'page.md');
    expect(await findDefinitions('AGENT')).toBe(null);
    await expect(definitionsOf('AGENT')).rejects.toMatchObject({
      message: `No agents found in ${folder}. Expected agents/, or agent.json in this folder or in a folder directly below it.`,
      hint: 'Change to the folder of your definitions, or pass it with --dir.',
      exitCode: 1,
    });
  });

  it('but in this repository always in packages/shared', async () => {
    setHost(host);
    await write('agents', 'reviewer', 'agent.json');
    expect(await findDefinitions('AGENT')).toBe(join(host.definitions ?? '', 'agents'));
  });
});

describe('commands in help and hints', () => {
  it('are written for the installed command', () => {
    expect(stripVTControlCharacters(examples('registry help publish'))).toBe('\nExamples:\n  registry help publish\n');
    expect(tokenHint()).toBe(
      'Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role publisher)',
    );
    expect(tailSummary(1, '7', { json: true })).toMatch(/^To continue: registry tail --after 7 --json$/m);
  });

  it.each([
    ['registry search x', 'npm run registry -- search x'],
    ['export T=$(registry token --role admin)', 'export T=$(npm run -s registry -- token --role admin)'],
    ['registry tail --json | jq .entryId', 'npm run -s registry -- tail --json | jq .entryId'],
    ['The registry from a terminal', 'The registry from a terminal'],
  ])('are npm scripts in this repository: %s', (line, expected) => {
    setHost(host);
    expect(asTyped(line)).toBe(expected);
  });

  it('never name an npm script of this repository elsewhere', () => {
    const helps = createProgram().commands.map((command) => {
      let text = '';
      command.configureOutput({
        writeOut: (part) => {
          text += part;
        },
      });
      command.outputHelp();
      return text;
    });
    expect(helps.join('\n')).toContain('registry publish agents --dry-run');
    expect(helps.join('\n')).not.toMatch(/npm run|packages\/shared/);
  });
});

describe('a version of Node that is too old', () => {
  const cli = new URL('../../../packages/cli/bin.ts', import.meta.url).href;
  afterEach(() => {
    process.exitCode = undefined;
  });

  it.each([
    ['20.20.2', false],
    ['22.12.9', false],
    ['22.13.0', true],
    ['24.0.0', true],
    ['25.0.0-nightly', true],
  ])('%s: is new enough: %s', (version, expected) => {
    expect(checkNode(cli, version)).toBe(expected);
    expect(process.exitCode).toBe(expected ? undefined : 1);
  });
});
