import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { Changes } from './changes.ts';
import { compareOutputs } from './compareOutputs.ts';
import { compareSchemas, requiredVariables } from './compareSchemas.ts';
import { compareLimits, compareOther, compareRanges, eachDifference, isSame } from './compareShared.ts';

/** Compares the manifests of two versions of a template. */
export function compareTemplate(changes: Changes, before: unknown, after: unknown): void {
  const both = (key: string) => [ownProperty(before, key), ownProperty(after, key)] as const;
  const variables = both('variables');
  if (!isSame(...variables)) {
    const none = { type: 'object' };
    compareSchemas(changes, 'variable', [variables[0] ?? none, variables[1] ?? none], ['variables']);
  }
  const outputs = both('expectedOutputs');
  if (!isSame(...outputs)) compareOutputs(changes, ...outputs, ['expectedOutputs']);
  compareSteps(changes, ...both('defaultPlan'));
  compareRanges(changes, 'supported-agent', ...both('supportedAgents'), ['supportedAgents']);
  compareRanges(changes, 'dependency', ...both('dependencies'), ['dependencies']);
  compareLimits(changes, ...both('resourceProfile'), ['resourceProfile']);
  compareEnvironments(changes, before, after);
  compareOther(changes, before, after, compared);
}

const compared = new Set([
  ...['variables', 'expectedOutputs', 'defaultPlan', 'supportedAgents', 'dependencies'],
  ...['resourceProfile', 'environments'],
]);

const stepsOf = (plan: unknown): Record<string, unknown> =>
  Object.fromEntries(items(ownProperty(plan, 'steps')).map((step) => [String(ownProperty(step, 'id')), step]));

function compareSteps(changes: Changes, before: unknown, after: unknown): void {
  eachDifference(changes, stepsOf(before), stepsOf(after), (id, old, now) => {
    const path = ['defaultPlan', 'steps', id];
    if (old === undefined) changes.add('step-added', path, old, now);
    else if (now === undefined) changes.add('step-removed', path, old, now);
    else compareStep(changes, old, now, path);
  });
}

const stepRules = {
  agent: 'step-agent-changed',
  dependsOn: 'step-order-changed',
  inputs: 'step-inputs-changed',
  name: 'step-renamed',
} as const;

/** What a step with an agent has and a step that includes a template has not. */
const workKeys = new Set(['agent', 'inputs', 'outputs', 'template']);

function compareStep(changes: Changes, before: unknown, after: unknown, path: Path): void {
  const [was, is] = [ownProperty(before, 'template'), ownProperty(after, 'template')];
  const isOther = (was === undefined) !== (is === undefined);
  if (isOther) changes.add('step-included', [...path, 'template'], was, is);
  eachDifference(changes, before, after, (key, old, now) => {
    const at = [...path, key];
    if (isOther && workKeys.has(key)) return;
    if (key === 'template') compareIncluded(changes, old, now, at);
    else if (key === 'outputs') compareOutputs(changes, old, now, at, ['STEPS']);
    else if (key === 'dependsOn' && isSame(sorted(old), sorted(now))) return;
    else
      changes.add(
        Object.hasOwn(stepRules, key) ? stepRules[key as keyof typeof stepRules] : 'step-changed',
        at,
        old,
        now,
      );
  });
}

function compareIncluded(changes: Changes, before: unknown, after: unknown, path: Path): void {
  eachDifference(changes, before, after, (key, old, now) =>
    changes.add(key === 'variables' ? 'step-inputs-changed' : 'step-template-changed', [...path, key], old, now),
  );
}

/** The steps that a step waits for: their order does not count, and none is the same as an empty list. */
const sorted = (steps: unknown): string[] => items(steps).map(String).sort();

function compareEnvironments(changes: Changes, before: unknown, after: unknown): void {
  const [given, now] = [ownProperty(before, 'environments'), ownProperty(after, 'environments')];
  eachDifference(changes, given, now, (name, old, current) => {
    const path = ['environments', name];
    if (old === undefined) return changes.add('environment-added', path, old, current);
    if (current === undefined) return changes.add('environment-removed', path, old, current);
    compareGiven(changes, old, current, ownProperty(after, 'variables'), path);
    compareAdded(changes, [before, old], [after, current], path);
    eachDifference(changes, old, current, (key, one, other) => {
      if (key === 'resourceProfile' && (isRecord(one) || isRecord(other)))
        compareLimits(changes, one, other, [...path, key], ['ENVIRONMENTS']);
      else changes.add('environment-changed', [...path, key], one, other);
    });
  });
}

/** A required variable that the environment no longer gives must now be given by those who name the environment. */
function compareGiven(changes: Changes, before: unknown, after: unknown, schema: unknown, path: Path): void {
  const [old, now] = [ownProperty(before, 'variables'), ownProperty(after, 'variables')];
  for (const name of requiredVariables(schema)) {
    const value = ownProperty(old, name);
    if (value !== undefined && ownProperty(now, name) === undefined)
      changes.add('variable-required', [...path, 'variables', name], value, undefined, ['ENVIRONMENTS']);
  }
}

type Side = readonly [manifest: unknown, environment: unknown];

/** The steps that an environment adds to the plan, and no longer adds. */
function compareAdded(changes: Changes, before: Side, after: Side, path: Path): void {
  const planned = (manifest: unknown): Record<string, unknown> => stepsOf(ownProperty(manifest, 'defaultPlan'));
  const [old, now] = [stepsOf(before[1]), stepsOf(after[1])];
  for (const [id, step] of Object.entries(old)) {
    const isAdded = ownProperty(planned(before[0]), id) === undefined;
    const isThere = ownProperty(now, id) !== undefined || ownProperty(planned(after[0]), id) !== undefined;
    if (isAdded && !isThere) changes.add('step-removed', [...path, 'steps', id], step, undefined, ['ENVIRONMENTS']);
  }
}
