import { checkOutputs } from '../contract/outputs.ts';
import { eachText, interpolateStepInputs, placeholdersIn } from '../contract/placeholders.ts';
import type { FullStep } from '../contract/planFor.ts';
import { outputSource, type RunScopes, scopeAt, scopedId, scopedOutputs, scopeOf } from '../contract/runScope.ts';
import type { TestDifference } from '../contract/templateTest.ts';
import { entries, ownProperty } from '../values/jsonValue.ts';
import { clip, formatPath } from '../values/path.ts';
import { difference, shownValue } from './matchExpected.ts';

type Stubs = Readonly<Record<string, Record<string, unknown>>>;

/**
 * The outputs that a test gives to steps, checked as the outputs of a step are: each is declared by the plan and matches
 * its schema. An output may be left out.
 */
export function readStubs(
  stubs: Stubs,
  steps: readonly FullStep[],
  found: TestDifference[],
): ReadonlyMap<string, Record<string, unknown>> {
  const outputs = new Map<string, Record<string, unknown>>();
  for (const [id, given] of entries(stubs)) {
    const step = steps.find((each) => each.id === id);
    if (!step) {
      found.push(difference(['stubs', id], `The plan has no step "${clip(id)}".`));
      continue;
    }
    const stubbed: Record<string, unknown> = {};
    for (const [name, value] of entries(given)) {
      const schema = ownProperty(step.outputs, name);
      if (schema === undefined) {
        const message = `The step "${clip(id)}" does not declare the output "${clip(name)}".`;
        found.push(difference(['stubs', id, name], message, undefined, value));
        continue;
      }
      const checked = checkOutputs({ [name]: schema }, { [name]: value });
      stubbed[name] = checked.outputs[name];
      for (const { path, message } of checked.issues)
        found.push({
          path: `${formatPath(['stubs', id])}.${path}`,
          message,
          expected: null,
          actual: shownValue(value),
        });
    }
    outputs.set(id, stubbed);
  }
  return outputs;
}

/**
 * The inputs of a step as they are when it starts. If an output that they use is not stubbed, they are those of the
 * instantiation, with the references to outputs. Null if they would be too large.
 */
export function renderInputs(
  step: FullStep & { filled: unknown },
  variables: Record<string, unknown>,
  stubs: ReadonlyMap<string, Record<string, unknown>>,
  scopes: RunScopes,
): unknown {
  const scope = scopeOf(step.id);
  const used = outputsUsedIn(step.inputs);
  const isStubbed = used.every(([local, name]) => {
    const source = outputSource(scopes, scopedId(scope, local), [name]);
    return source !== null && ownProperty(stubs.get(source.stepId), source.path[0] ?? '') !== undefined;
  });
  if (used.length === 0 || !isStubbed) return step.filled;
  const outputs = new Map(used.map(([local]) => [local, scopedOutputs(scopedId(scope, local), scopes, stubs)]));
  try {
    return interpolateStepInputs(step.inputs, scopeAt(scopes, scope)?.variables ?? variables, outputs);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function outputsUsedIn(inputs: unknown): [step: string, output: string][] {
  const used: [string, string][] = [];
  eachText(inputs, (text) => {
    for (const { segments } of placeholdersIn(text)) {
      const [root, step = '', , output = ''] = segments ?? [];
      if (root === 'steps') used.push([step, output]);
    }
  });
  return used;
}
