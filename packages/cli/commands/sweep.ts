import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { SweepArtifactsDocument, type SweepArtifactsInput } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { bytes, plural, print, printJson } from '../terminal.ts';

interface Options {
  olderThan: number;
  dryRun?: boolean;
  json?: boolean;
}

export const sweep = (program: Command): Command =>
  program
    .command('sweep')
    .summary('remove uploaded files that no version refers to')
    .description(
      'Removes uploaded files that no version of any namespace refers to, such as those of refused publishes and replaced drafts. Requires the role admin.',
    )
    .option('--older-than <hours>', 'only files uploaded more than this many hours ago; at least 24', hoursFrom, 24)
    .option('--dry-run', 'show what would be removed, without removing anything')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry sweep --dry-run', 'registry sweep --older-than 168'))
    .action(async ({ olderThan, dryRun = false, json }: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'sweep', 'admin');
      const total = { checked: 0, removed: 0, bytes: 0 };
      let after: string | null = null;
      do {
        const input: SweepArtifactsInput = {
          olderThanHours: olderThan,
          after,
          dryRun,
          idempotencyKey: `sweep:${randomUUID()}`,
        };
        const { result } = await client.request(SweepArtifactsDocument, { input });
        const stretch = payloadOf(result, 'SweepArtifactsPayload');
        total.checked += stretch.checked;
        total.removed += stretch.removed;
        total.bytes += stretch.bytes;
        after = stretch.endCursor;
      } while (after !== null);
      if (json) return printJson({ dryRun, ...total });
      const verb = dryRun ? 'would be removed' : total.removed === 1 ? 'was removed' : 'were removed';
      print(
        `${plural(total.removed, 'file')} (${bytes(total.bytes)}) ${verb}; ${plural(total.checked, 'file')} checked.`,
      );
    });

function hoursFrom(text: string): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 24 && hours <= 87_600) return hours;
  throw new InvalidArgumentError('Must be an integer from 24 to 87600.');
}
