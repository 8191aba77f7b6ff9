import { agentRules } from './agent.ts';
import { outputRules } from './outputs.ts';
import { planRules } from './plan.ts';
import type { ChangeRule } from './rule.ts';
import { sharedRules } from './shared.ts';
import { variableRules } from './variables.ts';

const table = { ...variableRules, ...outputRules, ...planRules, ...agentRules, ...sharedRules };

export type ChangeRuleName = keyof typeof table;

/** Every rule by which a change is classified: the one list. docs/compatibility.md shows it. */
export const compatibilityRules: Readonly<Record<ChangeRuleName, ChangeRule>> = table;
