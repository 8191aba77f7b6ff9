import { createHash, randomUUID } from 'node:crypto';
import {
  type Client,
  type Document,
  PublishAgentDocument,
  type PublishAgentInput,
  type PublishAgentMutation,
  PublishTemplateDocument,
  type PublishTemplateMutation,
} from '../../../packages/client/index.ts';
import type { Definition, Kind } from '../../../packages/shared/manifest/index.ts';
import { fileInput } from '../bundle.ts';
import type { Collected } from '../collect.ts';
import { pretty } from '../issues/pretty.ts';
import { progress } from '../progress.ts';
import { note } from '../terminal.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';
import { refusedHere } from './rehearse.ts';

export interface PublishOptions {
  commitSha: string | null;
  draft: boolean;
}

export interface PublishedAll {
  rows: OutcomeRow[];
  /** Why the rest was not sent: the gateway is not there, or takes nothing from this caller. */
  stoppedBy: unknown;
}

/** Publishes one after the other, in the given order; a definition that is refused does not stop the others. */
export async function publishAll(
  client: Client,
  collected: readonly Collected[],
  options: PublishOptions,
): Promise<PublishedAll> {
  const run = randomUUID();
  const rows: OutcomeRow[] = [];
  const bar = progress(collected.length);
  try {
    for (const each of collected) {
      bar.next(each.slug);
      rows.push(each.definition ? await publishOne(client, each, each.definition, run, options) : refusedHere(each));
    }
    return { rows, stoppedBy: null };
  } catch (error) {
    const rest = collected
      .slice(rows.length)
      .map((each) => (each.definition ? rowOf(each, 'not sent', '') : refusedHere(each)));
    return { rows: [...rows, ...rest], stoppedBy: error };
  } finally {
    bar.stop();
  }
}

type Answer = PublishAgentMutation | PublishTemplateMutation;

const documents: Record<Kind, Document<Answer, { input: PublishAgentInput }>> = {
  AGENT: PublishAgentDocument,
  TEMPLATE: PublishTemplateDocument,
};

async function publishOne(
  client: Client,
  collected: Collected,
  definition: Definition,
  run: string,
  { commitSha, draft }: PublishOptions,
): Promise<OutcomeRow> {
  const { result } = await client.request(documents[collected.kind], {
    input: {
      manifest: collected.manifest,
      files: collected.files.map(fileInput),
      commitSha,
      draft,
      idempotencyKey: idempotencyKey(run, definition, commitSha, draft),
    },
  });
  if ('created' in result) {
    const news = result.warnings.filter(({ code }) => !collected.issues.some((issue) => issue.code === code));
    const outcome = !result.created ? 'unchanged' : result.version?.status === 'DRAFT' ? 'drafted' : 'published';
    return rowOf(collected, outcome, news.map(({ message }) => message).join(' '));
  }
  if (result.__typename === 'ManifestInvalid') {
    // The gateway may be stricter than this copy of the contract.
    note(
      pretty({
        ...collected,
        issues: result.issues.map((issue) => ({ ...issue, severity: severityOf[issue.severity] })),
      }),
    );
  }
  return rowOf(collected, 'refused', result.message);
}

const severityOf = { ERROR: 'error', WARNING: 'warning' } as const;

/**
 * One key for one publish of this run, so that a retry after a lost answer has one effect. It is not the same in the
 * next run: a publish repeats itself by its content, and a stored answer would say "published" of what is there already.
 */
const idempotencyKey = (run: string, { kind, digest }: Definition, commitSha: string | null, draft: boolean): string =>
  `publish:${createHash('sha256')
    .update(JSON.stringify([run, kind, digest, commitSha, draft]))
    .digest('hex')}`;
