import { deprecationText, manifestFile } from '../../packages/manifest/index.ts';
import { formatPath } from '../../packages/manifest/values/path.ts';
import type { Transaction } from '../db/database.ts';
import { type DeprecatedEntry, deprecatedAmong } from '../db/replacement.ts';
import type { DefinitionIssue } from '../errors.ts';
import { agentOfStep } from './agentOfStep.ts';
import type { PreparedRun } from './prepareRun.ts';

/** A warning for the template of a run, for each agent of a step, and for each included template, that is deprecated. */
export async function deprecationWarnings(
  tx: Transaction,
  { template, plan, agents, templates }: PreparedRun,
): Promise<DefinitionIssue[]> {
  const used = plan.steps.flatMap((step) => agentOfStep(step, agents)?.agentId ?? []);
  const included = new Set(Object.values(plan.scopes).map(({ templateId }) => templateId));
  const others = included.size > 0 ? templates : [];
  const found = await tx.run(deprecatedAmong([...new Set(used)], [template.id, ...others]));
  return found
    .filter(({ kind, slug }) => kind === 'AGENT' || slug === template.slug || included.has(slug))
    .map((each) => asWarning(each, template.slug));
}

const asWarning = ({ kind, slug, message, replacement }: DeprecatedEntry, templateId: string): DefinitionIssue => ({
  file: manifestFile.TEMPLATE,
  path:
    kind === 'AGENT'
      ? formatPath(['supportedAgents', slug])
      : slug === templateId
        ? ''
        : formatPath(['dependencies', slug]),
  code: 'entry_deprecated',
  message: deprecationText(kind.toLowerCase(), slug, message, replacement),
  severity: 'warning',
});
