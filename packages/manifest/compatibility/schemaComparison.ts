import type { Path } from '../values/path.ts';
import type { Changes } from './changes.ts';
import type { ChangeConcern } from './rules/rule.ts';

/** Whether the value is given by the caller (`variable`) or read by it (`output`): rules are named after this. */
export type Direction = 'variable' | 'output';

export type Schema = Record<string, unknown>;

/** The comparison of two schemas and all schemas inside them. */
export interface SchemaComparison {
  readonly changes: Changes;
  readonly direction: Direction;
  /** Added to the concerns of the rules. */
  readonly concerns: readonly ChangeConcern[];
  /** Whether what a `$ref` leads to may differ although the reference is the same. */
  readonly definitionsDiffer: boolean;
  /** The default of a missing value, also behind `$ref`, `allOf`, `anyOf` and `oneOf`; undefined when there is none. */
  defaultOf(side: 'before' | 'after', schema: unknown): unknown;
  /** What a schema and the `$ref` in it say together. */
  resolve(side: 'before' | 'after', schema: unknown): unknown;
  /** Reports a change, by the part of the rule's name after the direction. */
  report(rule: string, path: Path, before?: unknown, after?: unknown): void;
  compare(before: unknown, after: unknown, path: Path): void;
}
