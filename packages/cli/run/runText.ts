import pc from 'picocolors';
import type { RunQuery, RunStatus, RunSummaryFragment, StepFieldsFragment } from '../../client/index.ts';
import { cell, table } from '../table.ts';
import { clean } from '../terminal.ts';

const colours: Record<string, (text: string) => string> = {
  SUCCEEDED: pc.green,
  RUNNING: pc.cyan,
  FAILED: pc.red,
  CANCELLED: pc.yellow,
  SKIPPED: pc.yellow,
};

const colourOf = (status: string) => colours[status] ?? pc.dim;

/** True for a run that has ended. */
export const hasEnded = (status: RunStatus): boolean => status !== 'QUEUED' && status !== 'RUNNING';

/** `research-report@1.0.0 in staging` */
export function templateOf({
  template,
  templateVersion,
  environment,
}: Pick<RunSummaryFragment, 'template' | 'templateVersion' | 'environment'>): string {
  const id = `${template?.templateId ?? '?'}@${templateVersion?.version ?? '?'}`;
  return clean(environment ? `${id} in ${environment}` : id);
}

/** The runs of a page, one per line. */
export const runsTable = (runs: readonly RunSummaryFragment[]): string =>
  table(
    ['run', 'template', 'status', 'created', 'finished'],
    runs.map((run) => [
      cell(run.id),
      cell(templateOf(run)),
      cell(run.status, colourOf(run.status)),
      cell(run.createdAt),
      cell(run.finishedAt ?? '-'),
    ]),
  );

/** A run with its steps, and its outputs if it has any. */
export function runLines(run: NonNullable<RunQuery['run']>): string[] {
  return [
    `Run ${clean(run.id)} of ${templateOf(run)}: ${colourOf(run.status)(run.status)}`,
    `Created ${clean(run.createdAt)}${run.finishedAt ? `, finished ${clean(run.finishedAt)}` : ''}${retriesOf(run)}${cancelOf(run)}.${tokensOf(run)}`,
    '',
    table(
      ['step', 'agent', 'status', 'attempt', ''],
      run.steps.map((step) => [
        cell(step.stepId),
        cell(agentOf(step)),
        cell(step.status, colourOf(step.status)),
        `${step.attempt}/${step.maxAttempts}`,
        cell(whyOf(step)),
      ]),
    ),
    ...outputLines(run.outputs),
  ];
}

const retriesOf = ({ retries, retryReason }: RunSummaryFragment): string => {
  if (retries === 0) return '';
  const why = retryReason === null ? '' : ` (${clean(retryReason)})`;
  return `, retried ${retries === 1 ? 'once' : `${retries} times`}${why}`;
};

const tokensOf = ({ usage }: RunSummaryFragment): string =>
  usage === null ? '' : ` Tokens: ${usage.inputTokens} in, ${usage.outputTokens} out.`;

const cancelOf = ({ cancelledAt, cancelReason }: RunSummaryFragment): string =>
  cancelledAt === null
    ? ''
    : `, cancelled ${clean(cancelledAt)}${cancelReason === null ? '' : ` (${clean(cancelReason)})`}`;

/** The outputs of a run, formatted and safe for a terminal; none before it has succeeded. */
export const outputLines = (outputs: unknown): string[] =>
  outputs === null || outputs === undefined
    ? []
    : ['', 'Outputs:', ...JSON.stringify(outputs, null, 2).split('\n').map(clean)];

const agentOf = ({ agent, agentVersion }: StepFieldsFragment): string =>
  `${agent?.agentId ?? '?'}@${agentVersion?.version ?? '?'}`;

/** Why a step has its status: the wait reason, the worker or the error. */
function whyOf({ status, error, waitReason, worker, availableAt, attempt }: StepFieldsFragment): string {
  if (waitReason) return waitReason;
  if (status === 'RUNNING') return worker ? `by ${worker}` : '';
  if (error && status !== 'SUCCEEDED') {
    const again = status === 'QUEUED' && attempt > 0 && availableAt ? ` Next attempt after ${availableAt}.` : '';
    return `${error.message} (${error.code})${again}`;
  }
  return '';
}

/** One line for a step whose status changed: `gather  RUNNING  web-researcher@1.0.0, attempt 1/3  by worker-1`. */
export function stepLine(step: StepFieldsFragment): string {
  const { stepId, status, attempt, maxAttempts } = step;
  const head = `  ${pc.bold(clean(stepId).padEnd(20))}  ${colourOf(status)(status.padEnd(9))}`;
  return `${head}  ${clean(agentOf(step))}, attempt ${attempt}/${maxAttempts}  ${clean(whyOf(step))}`.trimEnd();
}
