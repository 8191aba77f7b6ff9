import { randomUUID } from 'node:crypto';
import {
  type FullStep,
  interpolateInputs,
  isRange,
  isVersion,
  planFor,
  type TemplateManifest,
  validateVariables,
} from '../../packages/manifest/index.ts';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { formatPath } from '../../packages/manifest/values/path.ts';
import { redactTokens } from '../../packages/manifest/values/redactSecrets.ts';
import type { Query, Transaction } from '../db/database.ts';
import type { Entry } from '../db/entry.ts';
import { insertRun, insertSteps, type NewRun, type NewStep, type Run, type Step } from '../db/run.ts';
import { type SupportedAgent, supportedAgentsOf } from '../db/template.ts';
import { headsByNumbers, headsInRanges, type Version, type VersionHead, versionsByIds } from '../db/version.ts';
import { type DefinitionIssue, DependencyUnresolved, NotFound, RequestError, VariablesInvalid } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { findTemplate } from './findTemplate.ts';
import { quoted } from './quoted.ts';
import { multirange } from './references.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface InstantiateInput extends WriteOptions {
  templateId: string;
  /** Defaults to the caller's own namespace, then to `default`. */
  namespace?: string | null;
  /** Exact version number or range. Defaults to the current version. */
  version?: string | null;
  environment?: string | null;
  variables?: unknown;
}

export interface Instantiated {
  runId: string;
  /** The run and steps of a dry run, which cannot be read afterwards. */
  dryRunRows?: { run: Run; steps: Step[] };
}

/**
 * Creates a run of a template: its plan for the environment with the variables filled in, and an exact version of the
 * agent of every step, which is chosen now and never changes.
 *
 * @throws NotFound; VariablesInvalid with all issues; DependencyUnresolved when an agent has no version in the range;
 *   Forbidden; IdempotencyKeyReused
 */
export async function instantiate(services: Services, caller: Caller, input: InstantiateInput): Promise<Instantiated> {
  const user = requireRole(caller, 'publisher', 'instantiate a template');
  refuseSecrets(input);
  const { dryRun: _, idempotencyKey: __, ...payload } = input;
  return write(services, user, 'instantiateTemplate', payload, input, async (tx) => {
    const template = await findTemplate(tx, user, input);
    const version = await findVersion(tx, template, input.version ?? null);
    const plan = fill(version.manifest as unknown as TemplateManifest, input);
    const agents = await tx.run(supportedAgentsOf([version.id]));

    const run: NewRun = {
      id: randomUUID(),
      namespace: user.namespace,
      templateId: template.id,
      templateVersionId: version.id,
      environment: input.environment ?? null,
      variables: plan.variables,
      resourceProfile: plan.resourceProfile,
      createdBy: user.id,
    };
    const steps = lockSteps(plan.steps, agents);
    await tx.run(insertRun(run));
    await tx.run(insertSteps(run.id, steps));
    await appendEvent(tx, user, caller, {
      action: 'INSTANTIATED',
      kind: 'TEMPLATE',
      effect: 'updated',
      entry: template,
      version: version.version,
    });
    return input.dryRun ? { runId: run.id, dryRunRows: runAsDryRun(run, steps) } : { runId: run.id };
  });
}

async function findVersion(tx: Transaction, template: Entry, asked: string | null): Promise<Version> {
  const id = asked === null ? template.currentVersionId : (await tx.run(headQuery(template, asked)))[0]?.id;
  const [version] = id ? await tx.run(versionsByIds('TEMPLATE', [id])) : [];
  if (version?.status === 'ACTIVE') return version;
  throw new NotFound(
    asked === null
      ? `${template.slug} has no current version.`
      : `${template.slug} has no published version ${quoted(asked)}.`,
  );
}

function headQuery(template: Entry, asked: string): Query<VersionHead> {
  if (isVersion(asked)) return headsByNumbers('TEMPLATE', [template.id], [asked]);
  if (isRange(asked)) return headsInRanges('TEMPLATE', [{ entryId: template.id, matches: multirange(asked) }]);
  throw new NotFound(`\`version\` must be a SemVer 2.0 version or range such as 1.2.0 or ^1.2; got ${quoted(asked)}.`);
}

/** The plan for the environment with its variables filled in. Throws VariablesInvalid with all issues. */
function fill(manifest: TemplateManifest, { environment, variables }: InstantiateInput) {
  const known = Object.keys(manifest.environments ?? {});
  const chosen =
    environment === null || environment === undefined ? null : known.includes(environment) ? environment : undefined;
  const found: DefinitionIssue[] = [];
  if (chosen === undefined) {
    const names = known.join(', ') || 'none';
    found.push(issue('environment', 'unknown_environment', `Unknown environment. The template has: ${names}.`));
  }
  if (variables !== null && variables !== undefined && !isPlainObject(variables)) {
    throw new VariablesInvalid([...found, issue('', 'not_an_object', '`variables` must be an object.')]);
  }
  const plan = planFor(manifest, chosen ?? null);
  const { values, issues } = validateVariables(manifest.variables ?? {}, { ...plan.variables, ...(variables ?? {}) });
  // The environment may provide missing variables. If it is unknown, only the given ones can be checked.
  found.push(...secretsIn(variables));
  found.push(
    ...(chosen === undefined ? issues.filter(({ code, path }) => code !== 'required' || path.includes('.')) : issues),
  );
  if (found.some((each) => each.severity === 'error')) throw new VariablesInvalid(found);
  return {
    variables: values,
    resourceProfile: plan.resourceProfile,
    steps: plan.steps.map((step) => ({ ...step, filled: interpolateInputs(step.inputs, values) })),
  };
}

/** Variables are stored, shown and passed to agents, so values that are known secrets are refused. */
function secretsIn(variables: unknown): DefinitionIssue[] {
  return redactTokens(variables)
    .places.slice(0, 50)
    .map((path) => {
      const message =
        'This looks like a secret. Send a reference such as ${secret:NAME} instead, and rotate the secret.';
      return issue(formatPath(path), 'secret', message);
    });
}

function refuseSecrets({ templateId, namespace, version, environment, idempotencyKey }: InstantiateInput): void {
  for (const [name, text] of Object.entries({ templateId, namespace, version, environment, idempotencyKey })) {
    const [found] = text ? findSecrets(text) : [];
    if (found)
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`${name}\` contains what looks like a secret (${found.what}). Remove it.`,
      );
  }
}

const issue = (path: string, code: string, message: string): DefinitionIssue => ({
  file: 'variables',
  path,
  code,
  message,
  severity: 'error',
});

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The steps, each with the exact version of its agent. */
function lockSteps(steps: readonly (FullStep & { filled: unknown })[], agents: readonly SupportedAgent[]): NewStep[] {
  const agentOf = (slug: string) => agents.find((agent) => agent.slug === slug);
  const missing = [...new Set(steps.map((step) => step.agent))].filter((slug) => whyNot(agentOf(slug)) !== null);
  if (missing.length > 0) {
    throw new DependencyUnresolved(
      missing.map((slug) => ({
        kind: 'AGENT',
        slug,
        range: agentOf(slug)?.range ?? '*',
        reason: whyNot(agentOf(slug)) ?? '',
      })),
    );
  }
  return steps.map((step, position) => ({
    stepId: step.id,
    position,
    name: step.name,
    agentId: agentOf(step.agent)?.agentRegistryId ?? '',
    agentVersionId: agentOf(step.agent)?.resolvedVersionId ?? '',
    dependsOn: step.dependsOn,
    inputs: step.filled,
    planInputs: step.inputs,
    planOutputs: step.outputs,
  }));
}

/** Why a step cannot use this agent. Null if it can. */
function whyNot(agent: SupportedAgent | undefined): string | null {
  if (!agent?.agentRegistryId) return 'agent not found';
  if (agent.agentStatus === null) return 'the agent is not visible to you';
  if (agent.agentStatus === 'DISABLED') return 'the agent is disabled';
  if (agent.agentStatus === 'REMOVED') return 'the agent was removed';
  return agent.resolvedVersionId ? null : 'no published version satisfies the range';
}

function runAsDryRun(run: NewRun, steps: readonly NewStep[]): { run: Run; steps: Step[] } {
  const notYet = { status: 'QUEUED', startedAt: null, finishedAt: null } as const;
  const untried = { attempt: 0, maxAttempts: 3, errorCode: null, errorMessage: null, worker: null };
  const neverRetried = { retries: 0, retryReason: null, retriedAt: null };
  const unclaimed = { claimedUntil: null, availableAt: null, outputs: null };
  return {
    run: { ...run, ...notYet, createdAt: new Date(), revision: 0, ...neverRetried },
    steps: steps.map((step) => ({ ...step, ...notYet, ...untried, ...unclaimed, id: randomUUID(), runId: run.id })),
  };
}
