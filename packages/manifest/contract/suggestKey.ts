import type * as z from 'zod';
import { isRecord } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';

/** Names that are often used for a key of the contract. */
const otherNames: Record<string, string[]> = {
  agentId: ['id', 'slug', 'agent'],
  templateId: ['id', 'slug', 'template'],
  agent: ['agentid', 'uses'],
  name: ['title', 'label'],
  description: ['summary'],
  dependsOn: ['needs', 'after', 'depends'],
  skills: ['capabilities'],
  entryPrompt: ['prompt', 'systemprompt', 'entry'],
  defaultPlan: ['plan', 'steps', 'workflow'],
  resourceProfile: ['resources'],
  memoryMb: ['memory', 'ram'],
  timeoutSeconds: ['timeout'],
  mcpServers: ['servers'],
};

/** The key of `known` that `key` was probably meant to be, if there is one. */
export function suggestKey(key: string, known: readonly string[]): string | null {
  const bare = fold(key);
  if (bare.length > 40) return null;
  const exact = known.find(
    (one) => fold(one) === bare || (Object.hasOwn(otherNames, one) && otherNames[one]?.includes(bare)),
  );
  return exact ?? known.find((one) => distance(fold(one), bare) <= (one.length > 5 ? 2 : 1)) ?? null;
}

const fold = (key: string): string => key.toLowerCase().replace(/[-_ ]/g, '');

/** The Levenshtein distance of two short strings. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (left === right ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The keys a contract has for the object at a path. */
export function keysAt(schema: unknown, path: Path): string[] {
  const inner = unwrap(schema);
  const [segment, ...rest] = path;
  if (segment === undefined) return Object.keys(part(inner, 'shape') ?? {});
  const shape = part(inner, 'shape');
  const next = isRecord(shape) ? shape[String(segment)] : (part(inner, 'element') ?? part(inner, 'valueType'));
  return keysAt(next, rest);
}

const unwrap = (schema: unknown): unknown => {
  const inner = part(schema, 'innerType');
  return inner === undefined ? schema : unwrap(inner);
};

/** A part of zod's definition of a type (`_zod.def` is meant for tools). Undefined where there is no type. */
const part = (schema: unknown, key: string): unknown =>
  isRecord(schema)
    ? ((schema as unknown as z.core.$ZodType)._zod.def as unknown as Record<string, unknown>)[key]
    : undefined;
