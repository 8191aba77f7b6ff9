import type { ChangeRuleName, Kind } from '../../../packages/manifest/index.ts';

/** A part of a definition before and after a change. */
export interface Part {
  manifest?: Record<string, unknown>;
  mcpServers?: Record<string, unknown>;
  /** Text by path. */
  files?: Record<string, string>;
}

/** A change that a rule finds, and a similar one that it does not. */
export interface Example {
  kind: Kind;
  before: Part;
  after: Part;
  /** From the same `before`. `rule` is the one that finds it; null when nothing changed. */
  unlike: { after: Part; rule: ChangeRuleName | null };
}

type Value = Record<string, unknown>;

const example =
  <Given>(kind: Kind, place: (value: Given) => Part) =>
  (before: Given, after: Given, [other, rule]: readonly [Given, ChangeRuleName | null]): Example => ({
    kind,
    before: place(before),
    after: place(after),
    unlike: { after: place(other), rule },
  });

/** Examples about the keys of template.json. */
export const template = example<Value>('TEMPLATE', (manifest) => ({ manifest }));

/** Examples about the keys of agent.json. */
export const agent = example<Value>('AGENT', (manifest) => ({ manifest }));

/** Examples about the servers of mcp.json. */
export const servers = example<Value>('AGENT', (mcpServers) => ({ mcpServers }));

/** Examples about files, by path. */
export const files = example<Record<string, string>>('AGENT', (given) => ({ files: given }));

/** Examples about the schema of one variable. */
export const variable = example<Value>('TEMPLATE', (schema) => ({
  manifest: { variables: { type: 'object', properties: { depth: schema } } },
}));

/** Examples about the whole schema of the variables. */
export const variables = example<Value>('TEMPLATE', (schema) => ({
  manifest: { variables: { type: 'object', ...schema } },
}));

/** Examples about one expected output. */
export const output = example<unknown>('TEMPLATE', (schema) => ({
  manifest: { expectedOutputs: { findings: schema } },
}));

/** Examples about the steps of a plan. */
export const steps = example<Value[]>('TEMPLATE', (list) => ({ manifest: { defaultPlan: { steps: list } } }));
