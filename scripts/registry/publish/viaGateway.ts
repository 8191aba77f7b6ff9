import {
  type Client,
  type Document,
  PublishAgentDocument,
  type PublishAgentInput,
  type PublishAgentMutation,
  PublishTemplateDocument,
  type PublishTemplateMutation,
} from '../../../packages/client/index.ts';
import type { Kind } from '../../../packages/shared/manifest/index.ts';
import { fileInput } from '../bundle.ts';
import { outcomeOf, showIssues } from './answered.ts';
import { rowOf } from './outcome.ts';
import type { Send } from './publishAll.ts';

type Answer = PublishAgentMutation | PublishTemplateMutation;

const documents: Record<Kind, Document<Answer, { input: PublishAgentInput }>> = {
  AGENT: PublishAgentDocument,
  TEMPLATE: PublishTemplateDocument,
};

/** By the gateway's own mutations. */
export const viaGateway =
  (client: Client): Send =>
  async ({ collected, idempotencyKey, commitSha, draft, signal }) => {
    const { manifest, files, kind } = collected;
    const input = { manifest, files: files.map(fileInput), commitSha, draft, idempotencyKey };
    const { result } = await client.request(documents[kind], { input }, { signal });
    if ('created' in result) {
      return outcomeOf(collected, result.created, result.version?.status === 'DRAFT', result.warnings);
    }
    if (result.__typename === 'ManifestInvalid') {
      showIssues(
        collected,
        result.issues.map((issue) => ({ ...issue, severity: severityOf[issue.severity] })),
      );
    }
    return rowOf(collected, 'refused', result.message);
  };

const severityOf = { ERROR: 'error', WARNING: 'warning' } as const;
