import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { refuseOptionsTakenByNpm } from '../../../packages/cli/npmOptions.ts';
import { Problem } from '../../../packages/cli/problem.ts';
import { createProgram } from '../../../packages/cli/program.ts';
import { readCommandLine } from '../../../packages/worker/commandLine.ts';
import { WorkerProblem } from '../../../packages/worker/problem.ts';

const underNpm = {
  npm_lifecycle_event: 'registry',
  npm_lifecycle_script: 'node scripts/registry/main.ts',
  // What npm sets itself.
  npm_config_user_agent: 'npm/11.19.1 node/v24.21.0 linux x64',
  npm_config_cache: '/home/someone/.npm',
  npm_config_local_prefix: '/home/someone/registry',
};

/** Every command with its words: `preview create` is one. */
function commandsOf(program: Command, above: string[] = []): [words: string[], command: Command][] {
  return program.commands.flatMap((command) => {
    const words = [...above, command.name()];
    return [[words, command] as [string[], Command], ...commandsOf(command, words)];
  });
}

const problemOf = (words: readonly string[], environment: NodeJS.ProcessEnv): unknown => {
  try {
    refuseOptionsTakenByNpm(createProgram(), words, 0, environment);
    return null;
  } catch (error) {
    return error;
  }
};

describe('an option that npm consumed', () => {
  const every = commandsOf(createProgram()).flatMap(([words, command]) =>
    [...createProgram().options, ...command.options].flatMap(({ long = '' }) =>
      long === '--yes' ? [] : [[words, long] as const],
    ),
  );

  it.each(every)('of %j: %s stops the command', (words, long) => {
    const name = `npm_config_${long.replace(/^--(no-)?/, '').replaceAll('-', '_')}`;
    const problem = problemOf(words, { ...underNpm, [name]: 'true' });
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      exitCode: 2,
      message: `npm read ${long} as an option of its own, so nothing was done.`,
    });
  });

  it('is reported with the command to type instead', () => {
    const environment = {
      ...underNpm,
      npm_lifecycle_event: 'registry:publish',
      npm_lifecycle_script: 'node scripts/registry/main.ts publish',
    };
    expect(problemOf(['publish', 'agents'], { ...environment, npm_config_dry_run: 'true' })).toMatchObject({
      hint: 'Put options after "--": npm run registry:publish -- agents --dry-run',
    });
    expect(problemOf(['publish', 'agents', './mine'], { ...environment, npm_config_dir: 'true' })).toMatchObject({
      hint: 'Put options after "--": npm run registry:publish -- … --dir <folder>',
    });
    expect(problemOf(['search', 'review', '1'], { ...underNpm, npm_config_first: 'true' })).toMatchObject({
      hint: 'Put options after "--": npm run registry -- … --first <count>',
    });
    const both = { ...environment, npm_config_dry_run: 'true', npm_config_draft: '' };
    expect(problemOf(['publish', 'agents'], both)).toMatchObject({
      message: 'npm read --dry-run and --draft as options of its own, so nothing was done.',
      hint: 'Put options after "--": npm run registry:publish -- agents --dry-run --draft',
    });
  });

  it('stops the worker as well', () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      npm_lifecycle_event: 'worker',
      npm_lifecycle_script: 'node packages/worker/main.ts',
      npm_config_agents: 'true',
    });
    try {
      expect(() => readCommandLine(['node', 'worker', 'code-reviewer'])).toThrow(
        new WorkerProblem(
          'npm read --agents as an option of its own, so nothing was done. Put options after "--": npm run worker -- … --agents <ids>',
          { exitCode: 2 },
        ),
      );
    } finally {
      process.env = before;
    }
  });
});

describe('what npm did not consume', () => {
  it.each([
    ['its own configuration', ['publish', 'agents'], underNpm],
    ['an option of another command', ['publish', 'agents'], { ...underNpm, npm_config_first: 'true' }],
    ['a command that npm did not start', ['publish', 'agents'], { npm_config_dry_run: 'true' }],
    ['the --yes of npx and of CI services', ['sync', 'agents'], { ...underNpm, npm_config_yes: 'true' }],
  ])('does not stop a command: %s', (_, words, environment) => expect(problemOf(words, environment)).toBe(null));
});
