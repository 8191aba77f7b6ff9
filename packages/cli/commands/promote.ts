import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { PromoteAgentDocument, type PromoteInput, PromoteTemplateDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, print, printJson } from '../terminal.ts';
import { readersChange } from '../visibilityText.ts';

interface Options {
  expect?: string;
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

export const promote = (program: Command): Command =>
  program
    .command('promote')
    .summary('publish a draft, or make a version current')
    .description(
      'Publishes a draft, or makes a published version current, such as a prerelease or one that was rolled back. Requires the role publisher.',
    )
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .argument('<version>', 'version, such as 2.0.0-rc.1')
    .option('--expect <version>', 'fail unless this is the current version')
    .option('--namespace <namespace>', 'namespace (default: the one in your token)')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'registry promote agent code-reviewer 2.0.0-rc.1',
        'registry promote template release-train 1.3.0 --expect 1.2.0',
      ),
    )
    .action(async (noun: Noun, id: string, version: string, options: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'promote');
      const input = {
        id,
        version,
        expectedCurrentVersion: options.expect ?? null,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `promote:${randomUUID()}`,
      };
      const outcome = await promoted(client, noun, input);
      const { created, event, visibilityChange, impact, warnings, current = null } = outcome;
      if (options.json) {
        const dryRun = options.dryRun ?? false;
        const changed = dryRun ? null : created || event !== null;
        return printJson({ kind: noun, id, version, dryRun, changed, current, visibilityChange, impact, warnings });
      }
      const now = clean(current ?? 'no version');
      const did = created ? `published ${version}` : event || options.dryRun ? `promoted ${version}` : 'no change';
      const lines = [...warnings.map(({ message }) => clean(message)), ...readersChange(visibilityChange)];
      print(`${id}: ${options.dryRun ? 'dry run: ' : ''}${did}. Current version: ${now}.`);
      for (const line of [...lines, ...impactLines(impact, options.dryRun ?? false)]) print(line);
    });

async function promoted(client: ReturnType<typeof connectAuthenticated>, noun: Noun, input: PromoteInput) {
  if (kindFrom(noun) === 'AGENT') {
    const payload = payloadOf((await client.request(PromoteAgentDocument, { input })).result, 'PublishAgentPayload');
    return { ...payload, current: payload.agent?.currentVersion?.version };
  }
  const payload = payloadOf(
    (await client.request(PromoteTemplateDocument, { input })).result,
    'PublishTemplatePayload',
  );
  return { ...payload, current: payload.template?.currentVersion?.version };
}
