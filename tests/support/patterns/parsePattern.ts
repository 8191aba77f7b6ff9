/** A regular expression as a tree. A leaf matches one character: its source is left to the engine. */
export type Node =
  | { kind: 'leaf'; source: string; takes: (char: string) => boolean }
  | { kind: 'assertion'; source: '^' | '$' | '\\b' | '\\B' }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] }
  | { kind: 'look'; behind: boolean; negative: boolean; body: Node }
  | { kind: 'repeat'; min: number; max: number; lazy: boolean; body: Node };

/** More repetitions than this count as any number: such a bound does not make a search cheap. */
const largestBound = 1_000;

const escaped = /^\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[\s\S])/;
const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/;
const group = /^\((?:\?(?::|<?[=!]|<[A-Za-z]\w*>))?/;

/**
 * Parses everything that a pattern of this repository may contain; throws on anything else, such as a backreference.
 */
export function parsePattern(pattern: string, flags: string): Node {
  const unicode = /[uv]/.test(flags);
  const leafFlags = flags.replace(/[gydm]/g, '');
  let at = 0;
  const rest = () => pattern.slice(at);
  const fail = (): never => {
    throw new Error(`/${pattern}/: cannot read "${rest().slice(0, 20)}".`);
  };

  const leaf = (source: string): Node => {
    const own = new RegExp(`^(?:${source})$`, leafFlags);
    const known = new Map<string, boolean>();
    return {
      kind: 'leaf',
      source,
      takes(char) {
        const taken = known.get(char) ?? own.test(char);
        known.set(char, taken);
        return taken;
      },
    };
  };

  /** `[…]`, including nested classes of the flag v. */
  function characterClass(): Node {
    const start = at;
    let depth = 0;
    do {
      if (pattern[at] === '\\') at += 1;
      else if (pattern[at] === '[' && (depth === 0 || flags.includes('v'))) depth += 1;
      else if (pattern[at] === ']') depth -= 1;
      at += 1;
    } while (depth > 0);
    return leaf(pattern.slice(start, at));
  }

  function bracketed(): Node {
    const opening = group.exec(rest())?.[0] ?? fail();
    at += opening.length;
    const body = choice();
    if (pattern[at] !== ')') fail();
    at += 1;
    if (!/[=!]$/.test(opening)) return body;
    return { kind: 'look', behind: opening.includes('<'), negative: opening.endsWith('!'), body };
  }

  function atom(): Node {
    const char = pattern[at];
    if (char === '(') return bracketed();
    if (char === '[') return characterClass();
    if (char === '^' || char === '$') {
      at += 1;
      return { kind: 'assertion', source: char };
    }
    if (char === '\\') {
      const source = escaped.exec(rest())?.[0] ?? fail();
      at += source.length;
      if (source === '\\b' || source === '\\B') return { kind: 'assertion', source };
      return /^\\[1-9k]/.test(source) ? fail() : leaf(source);
    }
    if (char === undefined || '*+?)'.includes(char)) return fail();
    const source = unicode ? String.fromCodePoint(pattern.codePointAt(at) ?? 0) : char;
    at += source.length;
    return leaf('{}]/'.includes(source) ? `\\${source}` : source);
  }

  function term(): Node {
    const body = atom();
    const found = quantifier.exec(rest());
    if (!found) return body;
    at += found[0].length;
    const [, sign, least, comma, most, lazy] = found;
    const min = sign === undefined ? Number(least) : Number(sign === '+');
    const max = sign === undefined ? Number(comma ? most || Infinity : least) : sign === '?' ? 1 : Infinity;
    return { kind: 'repeat', min, max: max > largestBound ? Infinity : max, lazy: lazy === '?', body };
  }

  function sequence(): Node {
    const parts: Node[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(term());
    return { kind: 'sequence', parts };
  }

  function choice(): Node {
    const options = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      options.push(sequence());
    }
    const [only] = options;
    return only && options.length === 1 ? only : { kind: 'choice', options };
  }

  const tree = choice();
  return at === pattern.length ? tree : fail();
}

/** The parts of a node, in order. */
export function partsOf(node: Node): Node[] {
  if (node.kind === 'sequence') return node.parts;
  if (node.kind === 'choice') return node.options;
  return node.kind === 'look' || node.kind === 'repeat' ? [node.body] : [];
}
