import { randomUUID } from 'node:crypto';
import { type Client, ValidateAgentDocument, ValidateTemplateDocument } from '../client/index.ts';
import { fileInput } from './bundle.ts';
import type { Collected } from './collect.ts';
import { connect, payloadOf } from './gateway.ts';
import type { Settings } from './settings.ts';
import { note, plural, warn } from './terminal.ts';

const documents = { AGENT: ValidateAgentDocument, TEMPLATE: ValidateTemplateDocument } as const;

/** Files a validation report for each definition at the gateway. A failure is only a warning: the check itself was local. */
export async function fileReports(settings: Settings, collected: readonly Collected[]): Promise<void> {
  const client = connect(settings);
  let filed = 0;
  try {
    for (const each of collected) {
      if (each.manifest === null) continue;
      await fileReport(client, each.kind, each.manifest, each);
      filed += 1;
    }
    note(`Filed ${plural(filed, 'validation report')} at ${settings.REGISTRY_URL}.`);
  } catch (error) {
    const only =
      filed === 0
        ? 'No validation reports were'
        : `Only ${plural(filed, 'validation report')} ${filed === 1 ? 'was' : 'were'}`;
    warn(`${only} filed: ${(error as Error).message}`);
  }
}

async function fileReport(
  client: Client,
  kind: Collected['kind'],
  manifest: string,
  { files }: Collected,
): Promise<void> {
  const input = { manifest, files: files.map(fileInput), idempotencyKey: `validate:${randomUUID()}` };
  const { result } = await client.request(documents[kind], { input });
  payloadOf(result, 'ValidatePayload');
}
