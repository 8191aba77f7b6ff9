import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { InstantiateTemplateDocument, type InstantiateTemplateMutation } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { asTyped } from '../host.ts';
import { readLock } from '../lock/readLock.ts';
import { typed } from '../paths.ts';
import { misuse, Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { clean, note, print, printJson, warn } from '../terminal.ts';

interface Options {
  version?: string;
  environment?: string;
  variables?: string;
  lock?: string;
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

export const instantiate = (program: Command): Command =>
  program
    .command('instantiate')
    .summary('create a run of a template')
    .description(
      'Creates a run: the plan with its variables filled in, and the exact agent versions that execute it. Requires the role publisher.',
    )
    .argument('<templateId>', 'id of the template')
    .option('--version <version>', 'exact version, a range, or a channel (default: the current version)')
    .option('--environment <name>', 'one of the environments of the template')
    .option('--variables <json>', 'JSON object, or @file to read it from a file')
    .option('--lock <file>', 'use exactly the versions of this lock, as `lock` wrote it')
    .option('--namespace <namespace>', 'namespace (default: your own, then default)')
    .option('--dry-run', 'show the run that would be created')
    .option('--key <key>', 'idempotency key: repeating the command with it creates one run')
    .option('--json', 'print the run as JSON')
    .addHelpText(
      'after',
      examples(
        `registry instantiate research-report --variables '{"question": "Which vector index fits us?"}' --dry-run`,
        'registry instantiate release-train --environment staging --variables @release.json --key release-2.4.0',
      ),
    )
    .action(async (templateId: string, options: Options, command: Command) => {
      const variables = options.variables === undefined ? null : await variablesFrom(options.variables);
      const lock = options.lock === undefined ? null : await readLock(options.lock);
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'instantiate a template',
      );
      const { result } = await client.request(InstantiateTemplateDocument, {
        input: {
          templateId,
          version: options.version ?? null,
          environment: options.environment ?? null,
          namespace: options.namespace ?? null,
          variables,
          lock,
          dryRun: options.dryRun ?? false,
          idempotencyKey: options.key ?? `instantiate:${randomUUID()}`,
        },
      });
      const { run, warnings } = payloadOf(result, 'InstantiateTemplatePayload');
      for (const { message } of warnings) warn(clean(message));
      if (!run) throw new Problem('The run was created, but the gateway did not return it.');
      if (options.json) return printJson(run);
      print(shown(run, options.dryRun ?? false));
      if (!options.dryRun) note(`\nFollow it: ${asTyped(`registry run ${run.id} --watch`)}`);
    });

type Run = NonNullable<Extract<InstantiateTemplateMutation['result'], { run: unknown }>['run']>;

function shown({ id, status, environment, template, templateVersion, steps }: Run, isDryRun: boolean): string {
  const of = `${template?.templateId ?? '?'}@${templateVersion?.version ?? '?'}${environment ? ` in ${environment}` : ''}`;
  const head = isDryRun ? `Dry run: a run of ${of} would be created` : `Run ${id} of ${of}: ${status}`;
  const rows = steps.map((step) => [
    cell(step.stepId),
    cell(`${step.agent?.agentId ?? '?'}@${step.agentVersion?.version ?? '?'}`),
    cell(step.dependsOn.join(', ') || '-'),
    cell(step.name),
  ]);
  return `${clean(head)}\n\n${table(['step', 'agent', 'after', ''], rows)}`;
}

/** The object that `--variables` gives, or names a file of. */
export async function variablesFrom(given: string): Promise<unknown> {
  const isFile = given.startsWith('@');
  const text = isFile
    ? await readFile(typed(given.slice(1)), 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw misuse(`--variables: ${given.slice(1)} cannot be read${error.code ? ` (${error.code})` : ''}.`);
      })
    : given;
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw misuse(
    `--variables: ${isFile ? given.slice(1) : 'the value'} is not a JSON object.`,
    `Pass an object such as '{"name": "value"}', or @file.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
