import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { parse } from 'acorn';

/** A regular expression in a file; without a pattern if only the running code can compute it. */
export interface Found {
  place: string;
  text: string;
  pattern: { source: string; flags: string } | null;
}

/** A node of acorn's tree, untyped: only a few kinds are used. */
type Tree = Record<string, unknown> & { type: string };

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* treesIn(value: unknown): Generator<Tree> {
  if (Array.isArray(value)) for (const each of value) yield* treesIn(each);
  else if (isTree(value)) {
    yield value;
    for (const part of Object.values(value)) yield* treesIn(part);
  }
}

/** Every regular expression in a TypeScript file: the literals, and the arguments of `RegExp`. */
export function patternsIn(file: string): Found[] {
  const code = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  const trees = [...treesIn(parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true }))];
  const constants = new Map<unknown, unknown>();
  for (const { type, id, init } of trees)
    if (type === 'VariableDeclarator' && isTree(id) && id.type === 'Identifier') constants.set(id.name, init);

  /** The string value of an expression; null if it is not made of constants of its file. */
  function textOf(value: unknown): string | null {
    if (!isTree(value)) return null;
    if (value.type === 'Literal') return typeof value.value === 'string' ? value.value : null;
    if (value.type === 'Identifier') return textOf(constants.get(value.name));
    if (value.type !== 'TemplateLiteral') return null;
    const fixed = [...treesIn(value.quasis)].map(({ value: written }) => (written as { cooked: string }).cooked);
    const parts = (value.expressions as unknown[]).map(textOf);
    if (parts.includes(null)) return null;
    return fixed.map((text, index) => text + (parts[index] ?? '')).join('');
  }

  return trees.flatMap((tree): Found[] => {
    const { line } = (tree.loc as { start: { line: number } } | undefined)?.start ?? { line: 0 };
    const found = { place: `${file}:${line}`, text: code.slice(Number(tree.start), Number(tree.end)) };
    if (tree.type === 'Literal' && tree.regex) {
      const { pattern, flags } = tree.regex as { pattern: string; flags: string };
      return [{ ...found, pattern: { source: pattern, flags } }];
    }
    const callee = isTree(tree.callee) ? tree.callee.name : null;
    if (!/^(?:New|Call)Expression$/.test(tree.type) || callee !== 'RegExp') return [];
    const [source, flags] = (tree.arguments as unknown[]).map(textOf);
    const known = typeof source === 'string' && flags !== null;
    return [{ ...found, pattern: known ? { source, flags: flags ?? '' } : null }];
  });
}
