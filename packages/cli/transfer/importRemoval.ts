import { randomUUID } from 'node:crypto';
import { EntryHereDocument, RemoveAgentDocument, RemoveTemplateDocument } from '../../client/index.ts';
import type { RemovedRecord } from '../../node/transfer/format.ts';
import { Problem } from '../problem.ts';
import type { ImportTarget } from './importEntry.ts';
import type { SkipReason } from './importReport.ts';

const reason = 'It was removed in the registry that it was imported from.';

/**
 * Removes an entry that was removed where the export comes from. One that can no longer be read there, or may only be
 * hidden, is left and reported.
 */
export async function importRemoval(target: ImportTarget, record: RemovedRecord): Promise<void> {
  const { client, namespace, dryRun, keepRemoved, report } = target;
  const { kind, id, wasRemoved = false } = record;
  const skip = (why: SkipReason, message: string) => {
    report.entries.skipped += 1;
    report.skipped.push({ kind, id, namespace: record.namespace, version: null, reason: why, message });
  };
  if (!wasRemoved)
    return skip(
      'REMOVED_THERE',
      'It was removed there, or can no longer be read. Remove it here with `registry remove`.',
    );
  const here = await client.request(EntryHereDocument, { id, namespace, after: null });
  if (!(kind === 'AGENT' ? here.agent : here.template)) {
    report.entries.unchanged += 1;
    return;
  }
  if (keepRemoved) return skip('REMOVED_THERE', 'It was removed there. Remove it here with `registry remove`.');
  const input = { id, namespace, reason, dryRun, idempotencyKey: `import:${randomUUID()}` };
  const { result } =
    kind === 'AGENT'
      ? await client.request(RemoveAgentDocument, { input })
      : await client.request(RemoveTemplateDocument, { input });
  if (result.__typename === 'RemoveAgentPayload' || result.__typename === 'RemoveTemplatePayload') {
    report.entries.removed += 1;
    return;
  }
  if (!('message' in result)) throw new Problem('The gateway answered with an unknown result.');
  skip('REFUSED', `${result.message} (${result.code})`);
}
