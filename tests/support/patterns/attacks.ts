import { type Node, parsePattern, partsOf } from './parsePattern.ts';

/** ASCII, letters first, and one character for each Unicode class that the patterns use. */
const pool = [
  ...'aAbBxXzZ0159_-. /:="\'<>{}[]()@,;+*?!#$%&|\\^`~\n\r\t\0',
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'é中אא😀\u2800\u200d\ufe0f\u115f\u1160\u{E0061}\u{E007F}\u{1F3F4}\ud800\u2028',
];

function leavesOf(node: Node): (Node & { kind: 'leaf' })[] {
  return node.kind === 'leaf' ? [node] : partsOf(node).flatMap(leavesOf);
}

/** A text that the node may match, with every loop entered once, or as rarely as allowed. */
function sample(node: Node, pickOf: (leaf: Node & { kind: 'leaf' }) => string, enter: boolean): string {
  if (node.kind === 'leaf') return pickOf(node);
  if (node.kind === 'choice') return node.options[0] ? sample(node.options[0], pickOf, enter) : '';
  if (node.kind === 'repeat')
    return sample(node.body, pickOf, enter).repeat(Math.min(node.max, Math.max(node.min, Number(enter))));
  if (node.kind === 'sequence') return node.parts.map((part) => sample(part, pickOf, enter)).join('');
  return '';
}

/**
 * Texts made of a pattern's own fragments: a prefix, one fragment any number of times, and an end that does not match.
 */
export function attacksOn(pattern: string, flags: string): { before: string; part: string; after: string }[] {
  const tree = parsePattern(pattern, flags);
  const leaves = leavesOf(tree);
  // One character for each set of leaves that match it: whatever two loops have in common is among them.
  const kinds = new Map<string, string>();
  const marks = pattern.includes('\\b') ? [(char: string) => /^\w$/.test(char)] : [];
  for (const char of pool) {
    const taken = [...leaves.map(({ takes }) => takes), ...marks].map((takes) => Number(takes(char))).join('');
    if (!kinds.has(taken)) kinds.set(taken, char);
  }
  const chars = [...kinds.values()];
  const picks = new Map(leaves.map((leaf) => [leaf, chars.find(leaf.takes) ?? 'a']));
  const pickOf = (leaf: Node & { kind: 'leaf' }) => picks.get(leaf) ?? 'a';

  const parts = new Set<string>(chars);
  const looped = new Set<string>(chars);
  const befores = new Set<string>();
  const visit = (node: Node, before: string): void => {
    for (const enter of [false, true]) parts.add(sample(node, pickOf, enter));
    if (node.kind === 'repeat' && node.max > 1) {
      befores.add(before);
      looped.add(sample(node.body, pickOf, true));
    }
    let sofar = '';
    for (const part of partsOf(node)) {
      visit(part, before + sofar);
      if (node.kind !== 'sequence') continue;
      sofar += sample(part, pickOf, false);
      if (sofar.length < 100) parts.add(sofar);
    }
  };
  visit(tree, '');
  if (chars.length <= 6) for (const one of chars) for (const other of chars) parts.add(one + other);
  befores.delete('');
  // What comes before a loop, repeated: each repetition may start a search to the end of the text.
  for (const before of befores) for (const char of ['', ...chars]) parts.add(char + before).add(before + char);
  const refused = kinds.get('0'.repeat(leaves.length + marks.length)) ?? '\0';
  const all = [['', parts] as const, ...[...befores].map((before) => [before, looped] as const)];
  return all.flatMap(([before, repeated]) =>
    [...repeated]
      .filter((part) => part !== '')
      .flatMap((part) => [...new Set(['', refused, '\n'])].map((after) => ({ before, part, after }))),
  );
}
