import {
  type Client,
  type Document,
  PublishAgentDocument,
  type PublishAgentInput,
  type PublishAgentMutation,
  PublishTemplateDocument,
  type PublishTemplateMutation,
} from '../../client/index.ts';
import { type Kind, maxSatisfying } from '../../manifest/index.ts';
import { fileInput } from '../bundle.ts';
import type { Collected } from '../collect.ts';
import { levelLines } from '../diff/levels.ts';
import { note } from '../terminal.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';
import type { Send } from './publishAll.ts';
import { outcomeOf, showIssues } from './reportOutcome.ts';

type Answer = PublishAgentMutation | PublishTemplateMutation;

const documents: Record<Kind, Document<Answer, { input: PublishAgentInput }>> = {
  AGENT: PublishAgentDocument,
  TEMPLATE: PublishTemplateDocument,
};

/** Publishes with the mutations of the gateway; with `dryRun`, as a dry run. */
export function viaGateway(
  client: Client,
  { dryRun = false, acknowledge = [] }: { dryRun?: boolean; acknowledge?: readonly string[] } = {},
): Send {
  const accepted: OutcomeRow[] = [];
  return async ({ collected, idempotencyKey, commitSha, draft, signal }) => {
    const { manifest, files, kind } = collected;
    const input = {
      manifest,
      files: files.map(fileInput),
      commitSha,
      draft,
      dryRun,
      idempotencyKey,
      acknowledge: [...acknowledge],
    };
    const { result } = await client.request(documents[kind], { input }, { signal });
    if ('created' in result) {
      const isDraft = result.version ? result.version.status === 'DRAFT' : draft;
      const row = outcomeOf(collected, { ...result, isDraft, dryRun });
      accepted.push(row);
      return row;
    }
    if (result.__typename === 'ManifestInvalid') {
      showIssues(
        collected,
        result.issues.map((issue) => ({ ...issue, severity: severityOf[issue.severity] })),
      );
    }
    if (result.__typename === 'IncompatibleChange') note(levelLines(result.breaking).join('\n'));
    if (dryRun && !draft && result.__typename === 'DependencyUnresolved') {
      const before = result.unresolved.map((dependency) => accepted.find((row) => satisfies(row, dependency)));
      const row = expected(collected, before);
      if (row) accepted.push(row);
      if (row) return row;
    }
    return rowOf(collected, 'refused', result.message);
  };
}

/** Dependencies that are missing only because this is a dry run: a publish would send them first. */
function expected(collected: Collected, before: readonly (OutcomeRow | undefined)[]): OutcomeRow | null {
  if (before.some((row) => row?.outcome !== 'would be published')) return null;
  const names = [...new Set(before.map((row) => `${row?.id}@${row?.version}`))].join(', ');
  return rowOf(collected, 'would be published', `After ${names}, which would be published first.`);
}

const satisfies = (row: OutcomeRow, { kind, entryId, range }: { kind: Kind; entryId: string; range: string }) =>
  row.kind === kind && row.id === entryId && row.version !== null && maxSatisfying([row.version], range) !== null;

const severityOf = { ERROR: 'error', WARNING: 'warning' } as const;
