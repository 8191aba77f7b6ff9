import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { SetAgentCompatibilityDocument, SetTemplateCompatibilityDocument } from '../../client/index.ts';
import { type CompatibilityPolicy, compatibilityPolicies } from '../../manifest/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { print } from '../terminal.ts';

interface Options {
  reason?: string;
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

export const compatibility = (program: Command): Command =>
  program
    .command('compatibility')
    .summary('set what happens to breaking changes under a number that does not allow them')
    .description(
      'Sets the compatibility policy of an entry: strict refuses a version whose number promises less than its changes, warn publishes it with warnings, none compares nothing. Requires the role publisher.',
    )
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .addArgument(
      new Argument('<policy>', 'new policy').choices(compatibilityPolicies.map((policy) => policy.toLowerCase())),
    )
    .option('--reason <text>', 'reason, recorded in the event log')
    .option('--namespace <namespace>', 'namespace (default: the one in your token)')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the entry as JSON')
    .addHelpText(
      'after',
      examples(
        'registry compatibility agent code-reviewer strict',
        'registry compatibility template release-train warn --reason "one release until everyone has moved"',
      ),
    )
    .action(async (noun: Noun, id: string, policy: Lowercase<CompatibilityPolicy>, options: Options, command) => {
      const settings = readSettings((command as Command).optsWithGlobals<GatewayOptions>());
      const client = connectAuthenticated(settings, 'change the compatibility policy');
      const input = {
        id,
        compatibility: policy.toUpperCase() as CompatibilityPolicy,
        reason: options.reason ?? null,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `compatibility:${randomUUID()}`,
      };
      if (kindFrom(noun) === 'AGENT') {
        const { result } = await client.request(SetAgentCompatibilityDocument, { input });
        payloadOf(result, 'SetAgentCompatibilityPayload');
      } else {
        const { result } = await client.request(SetTemplateCompatibilityDocument, { input });
        payloadOf(result, 'SetTemplateCompatibilityPayload');
      }
      if (options.json) print(JSON.stringify({ id, compatibility: input.compatibility }));
      else print(`The compatibility policy of ${id} ${options.dryRun ? 'would be' : 'is'} ${policy}.`);
    });
