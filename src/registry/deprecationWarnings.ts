import { manifestFile } from '../../packages/manifest/index.ts';
import { formatPath } from '../../packages/manifest/values/path.ts';
import type { Transaction } from '../db/database.ts';
import { type DeprecatedEntry, deprecatedAmong } from '../db/replacement.ts';
import type { DefinitionIssue } from '../errors.ts';
import type { PreparedRun } from './prepareRun.ts';

/** A warning for the template of a run, and for each of its agents, that is deprecated. */
export async function deprecationWarnings(
  tx: Transaction,
  templateId: string,
  agentOf: PreparedRun['agentOf'],
): Promise<DefinitionIssue[]> {
  const agents = [...new Set([...agentOf.values()].map(({ agentId }) => agentId))];
  return (await tx.run(deprecatedAmong(agents, [templateId]))).map(asWarning);
}

const asWarning = ({ kind, slug, message, replacement }: DeprecatedEntry): DefinitionIssue => ({
  file: manifestFile.TEMPLATE,
  path: kind === 'AGENT' ? formatPath(['supportedAgents', slug]) : '',
  code: 'entry_deprecated',
  message: `The ${kind.toLowerCase()} ${slug} is deprecated${message ? `: ${message}` : ''}${/[.!?]$/.test(message ?? '') ? '' : '.'}${replacement ? ` Use ${replacement} instead.` : ''}`,
  severity: 'warning',
});
