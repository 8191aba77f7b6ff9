import { randomUUID } from 'node:crypto';
import { type BundleFile, identify, parseDefinition } from '../../packages/manifest/index.ts';
import type { Kind } from '../db/kindTables.ts';
import { insertReport } from '../db/validationReport.ts';
import type { DefinitionIssue } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { lockEntry } from './lockEntry.ts';
import { mutationName } from './mutationName.ts';
import { readOptions } from './readOptions.ts';
import { reportedManifest } from './reportedManifest.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface ValidateInput extends WriteOptions {
  manifest: unknown;
  files: readonly BundleFile[];
}

export interface Validated {
  valid: boolean;
  digest: string | null;
  issues: DefinitionIssue[];
  /** The stored report. Null for a dry run. */
  reportId: string | null;
}

/** Validates a definition and stores a report in the caller's namespace. An invalid one is also recorded in the event log. */
export async function validate(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: ValidateInput,
): Promise<Validated> {
  const user = requireRole(caller, 'viewer', 'validate');
  const { definition, issues } = parseDefinition(kind, input, readOptions(services));
  const found = { valid: definition !== null, digest: definition?.digest ?? null, issues };
  if (input.dryRun) return { ...found, reportId: null };

  return write(
    services,
    user,
    mutationName('validate', kind),
    found,
    { idempotencyKey: input.idempotencyKey ?? null },
    async (tx) => {
      const id = randomUUID();
      const named = identify(kind, input.manifest);
      await tx.run(
        insertReport({
          id,
          namespace: user.namespace,
          kind,
          slug: named.slug,
          version: named.version,
          valid: found.valid,
          digest: found.digest,
          issues,
          manifest: reportedManifest(input.manifest),
          actor: user.id,
          correlationId: caller.correlationId,
        }),
      );
      // Only publishers write to the event log. For viewers, only the report is stored.
      if (!found.valid && user.role !== 'viewer') {
        const entry = named.slug === null ? null : await lockEntry(tx, kind, user.namespace, named.slug);
        await appendEvent(tx, user, caller, {
          action: 'VALIDATION_FAILED',
          kind,
          effect: 'validation_failed',
          entry: { id: entry?.id ?? null, slug: named.slug, namespace: user.namespace },
          version: named.version,
          reportId: id,
        });
      }
      return { ...found, reportId: id };
    },
  );
}
