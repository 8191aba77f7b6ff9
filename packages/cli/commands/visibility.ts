import { randomUUID } from 'node:crypto';
import { Argument, type Command, Option } from 'commander';
import {
  type ImpactFragment,
  SetAgentVisibilityDocument,
  SetTemplateVisibilityDocument,
  type VisibilityChangeFragment,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, print } from '../terminal.ts';
import { readersChange } from '../visibilityText.ts';

interface Options {
  versions?: string[];
  allVersions?: boolean;
  expect?: string;
  reason?: string;
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

export const visibility = (program: Command): Command =>
  program
    .command('visibility')
    .summary('make an agent or a template public or private')
    .description(
      'Makes an entry public or private. Versions that were published while it was private remain private unless you list them. Requires the role publisher.',
    )
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .addArgument(new Argument('<visibility>', 'new visibility').choices(['public', 'private']))
    .addOption(
      new Option('--versions <version...>', 'also make these private versions public').conflicts('allVersions'),
    )
    .option('--all-versions', 'make every published version public')
    .option('--expect <version>', 'fail unless this is the current version')
    .option('--reason <text>', 'reason, recorded in the event log')
    .option('--namespace <namespace>', 'namespace (default: the one in your token)')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the change as JSON')
    .addHelpText(
      'after',
      examples(
        'registry visibility agent code-reviewer public --versions 1.4.0 --dry-run',
        'registry visibility template release-train private --reason "customer names in the plan"',
      ),
    )
    .action(async (noun: Noun, id: string, to: 'public' | 'private', options: Options, command) => {
      const settings = readSettings((command as Command).optsWithGlobals<GatewayOptions>());
      const client = connectAuthenticated(settings, 'change the visibility');
      const input = {
        id,
        visibility: to === 'public' ? ('PUBLIC' as const) : ('PRIVATE' as const),
        versions: options.versions ?? null,
        allVersions: options.allVersions ?? null,
        expectedCurrentVersion: options.expect ?? null,
        reason: options.reason ?? null,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `visibility:${randomUUID()}`,
      };
      const { entry, visibilityChange, impact } =
        kindFrom(noun) === 'AGENT'
          ? agentIn(
              payloadOf(
                (await client.request(SetAgentVisibilityDocument, { input })).result,
                'SetAgentVisibilityPayload',
              ),
            )
          : templateIn(
              payloadOf(
                (await client.request(SetTemplateVisibilityDocument, { input })).result,
                'SetTemplateVisibilityPayload',
              ),
            );
      if (options.json) print(JSON.stringify({ id, ...entry, visibilityChange: visibilityChange ?? null, impact }));
      else {
        const isDryRun = options.dryRun ?? false;
        const lines = describe(id, to, entry, visibilityChange ?? null, isDryRun);
        for (const line of [...lines, ...impactLines(impact, isDryRun)]) print(line);
      }
    });

interface Entry {
  visibility?: string | undefined;
  currentVersion?: { version: string; visibility: string } | null | undefined;
}

interface Payload<Change> {
  visibilityChange?: Change;
  impact?: ImpactFragment | null;
}

const agentIn = <Change>({ agent, visibilityChange, impact }: Payload<Change> & { agent?: Entry | null }) => ({
  entry: agent ?? {},
  visibilityChange,
  impact: impact ?? null,
});
const templateIn = <Change>({ template, visibilityChange, impact }: Payload<Change> & { template?: Entry | null }) => ({
  entry: template ?? {},
  visibilityChange,
  impact: impact ?? null,
});

function describe(
  id: string,
  to: 'public' | 'private',
  { currentVersion }: Entry,
  change: VisibilityChangeFragment | null,
  isDryRun: boolean,
): string[] {
  if (change === null) return [`${id} is already ${to}.`];
  const lines = [
    `${id} ${isDryRun ? 'would be' : 'is now'} ${change.after.toLowerCase()} (${isDryRun ? 'currently' : 'before:'} ${change.before.toLowerCase()}).`,
  ];
  lines.push(...readersChange(change));
  if (change.after === 'PUBLIC' && !change.readableAfter)
    lines.push(
      currentVersion
        ? `Others cannot read it yet: the current version ${clean(currentVersion.version)} is private. Add --versions ${clean(currentVersion.version)} to make it public.`
        : 'Others cannot read it yet: it has no published version.',
    );
  return lines;
}
