import type { ChangeRuleName } from '../../packages/manifest/index.ts';
import { agentExamples } from './examples/agent.ts';
import type { Example } from './examples/example.ts';
import { outputExamples } from './examples/outputs.ts';
import { planExamples } from './examples/plan.ts';
import { sharedExamples } from './examples/shared.ts';
import { variableExamples } from './examples/variables.ts';

/** An example of every rule: the types refuse a list that lacks one. The page shows them, and the tests classify them. */
export const compatibilityExamples: Readonly<Record<ChangeRuleName, Example>> = {
  ...variableExamples,
  ...outputExamples,
  ...planExamples,
  ...agentExamples,
  ...sharedExamples,
};
