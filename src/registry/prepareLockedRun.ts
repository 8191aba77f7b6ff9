import { expandRun } from '../../packages/manifest/contract/expandRun.ts';
import { allows, type Lock, lockFile, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { entriesByIds } from '../db/entry.ts';
import { supportedAgentsOf } from '../db/template.ts';
import { versionsByIds } from '../db/version.ts';
import { type DefinitionIssue, LockInvalid, NotFound, VariablesInvalid } from '../errors.ts';
import type { User } from '../viewer.ts';
import { agentOfStep } from './agentOfStep.ts';
import { findTemplate } from './findTemplate.ts';
import { openLock } from './openLock.ts';
import { planSource, type WrongInclude } from './planSource.ts';
import type { PreparedRun, RunRequest } from './prepareRun.ts';

/**
 * Plans a run of the parts of a lock, whatever was published since. Variables that are not given are those of the lock.
 *
 * @param lock a lock whose digest was verified
 * @throws LockInvalid with every part that cannot be used, and with everything else that is wrong; VariablesInvalid when
 *   only the variables are
 */
export async function prepareLockedRun(
  tx: Transaction,
  user: User,
  lock: Lock,
  input: Partial<RunRequest>,
): Promise<PreparedRun> {
  await holdTemplate(tx, user, lock);
  const open = await openLock(tx, lock);
  const issues = [...contradictions(lock, input), ...open.issues];
  if (!open.template) throw new LockInvalid(issues);
  const [[template], [version]] = [
    await tx.run(entriesByIds('TEMPLATE', [open.template.entryId])),
    await tx.run(versionsByIds('TEMPLATE', [open.template.versionId])),
  ];
  if (!template || !version) throw new Error('A template of a lock was not found again.');

  const supported = await tx.run(supportedAgentsOf([version.id]));
  const manifest = version.manifest as unknown as TemplateManifest;
  const { namespace, slug } = template;
  const root = { namespace, slug, version: version.version, manifest, supported };
  const { source, wrong } = await planSource(tx, root, open.templates);
  const plan = expandRun(source, lock.environment, withDefaults(lock.variables, input.variables));
  const { agents, timeouts } = open;
  if (open.issues.length === 0) issues.push(...wrongIncludes(lock, wrong), ...wrongAgents(lock, plan.steps, agents));
  if (issues.length > 0) throw new LockInvalid([...issues, ...plan.issues]);
  if (plan.issues.some(({ severity }) => severity === 'error')) throw new VariablesInvalid(plan.issues);
  const templates = open.templates.map(({ entryId }) => entryId);
  return { template, version, plan, lock: { ...lock, variables: plan.variables }, agents, timeouts, templates };
}

/** Holds the entry, so that the log records the run before any later change. What is wrong with it is found with the rest. */
async function holdTemplate(tx: Transaction, user: User, { template }: Lock): Promise<void> {
  try {
    await findTemplate(tx, user, template);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withDefaults = (locked: Record<string, unknown> | undefined, given: unknown): unknown =>
  given === null || given === undefined ? locked : isPlainObject(given) ? { ...locked, ...given } : given;

/** What was asked for besides the lock, and is not what the lock says. */
function contradictions(lock: Lock, { templateId, namespace, version, environment }: Partial<RunRequest>) {
  const { template } = lock;
  const checks: [path: string, given: string | null | undefined, isSame: boolean, locked: string | null][] = [
    ['templateId', templateId, templateId === template.templateId, template.templateId],
    ['namespace', namespace, namespace === template.namespace, template.namespace],
    ['version', version, allows(version ?? '', template.version), template.version],
    ['environment', environment, environment === lock.environment, lock.environment],
  ];
  return checks
    .filter(([, given, isSame]) => given !== null && given !== undefined && !isSame)
    .map(([path, , , locked]) =>
      issue(
        path,
        `The lock is for ${locked === null ? 'no environment' : `"${locked}"`}. Omit \`${path}\`, or use another lock.`,
        'variables',
      ),
    );
}

/** Templates that the plan includes and the lock lacks, or has in a version that is not in the range. */
const wrongIncludes = (lock: Lock, wrong: readonly WrongInclude[]): DefinitionIssue[] =>
  wrong.map(({ slug, range, part }) => {
    if (!part) return issue('templates', `The template ${slug} of the plan is missing. Create the lock again.`);
    const index = lock.templates.findIndex((each) => each.templateId === slug && each.namespace === part.namespace);
    return issue(`templates[${index}].version`, `The template depends on ${slug} in ${range}. Create the lock again.`);
  });

/** Agents of the plan that the lock lacks, or has in a version that the template does not support. */
function wrongAgents(
  lock: Lock,
  steps: PreparedRun['plan']['steps'],
  agents: PreparedRun['agents'],
): DefinitionIssue[] {
  const bySource = new Map(steps.map((step) => [`${step.data.namespace}/${step.data.slug} ${step.agent}`, step]));
  return [...bySource.values()].flatMap((step) => {
    const { agent: slug, data } = step;
    if (!agentOfStep(step, agents))
      return [issue('agents', `The agent ${slug} of the plan is missing. Create the lock again.`)];
    const range = data.supported.find((each) => each.slug === slug)?.range ?? '*';
    const index = lock.agents.findIndex(({ agentId }) => agentId === slug);
    if (lock.agents.some(({ agentId, version }) => agentId === slug && allows(range, version))) return [];
    return [issue(`agents[${index}].version`, `The template supports ${slug} in ${range}. Create the lock again.`)];
  });
}

const issue = (path: string, message: string, file: string = lockFile): DefinitionIssue => ({
  file,
  path,
  code: 'lock_mismatch',
  message,
  severity: 'error',
});
