import { isRecord, items, ownProperty } from '../values/jsonValue.ts';

/** VS Code's `inputs`: by id, the reference that replaces it. */
export interface Inputs {
  references: ReadonlyMap<string, string>;
  /** Ids that map to the same variable as another id. */
  clashes: string[];
}

/** `github-token` maps to the variable `GITHUB_TOKEN`. */
const variableOf = (id: string): string => {
  const upper = id
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_');
  return /^\d/.test(upper) ? `_${upper}` : upper;
};

/** Turns each input into a reference: a secret one when it is a password. */
export function inputsOf(authored: unknown): Inputs {
  const references = new Map<string, string>();
  const ids = new Map<string, string>();
  const clashes: string[] = [];
  for (const input of items(authored)) {
    const [id, type, fallback] = ['id', 'type', 'default'].map((key) => ownProperty(input, key));
    if (!isRecord(input) || typeof id !== 'string' || !/^[\w.-]{1,100}$/.test(id)) continue;
    // The output of a command is not available to a worker.
    if (type !== undefined && type !== 'promptString' && type !== 'pickString') continue;
    const name = variableOf(id);
    if (ids.has(name) && ids.get(name) !== id) clashes.push(id);
    ids.set(name, id);
    const isLiteral = typeof fallback === 'string' && fallback !== '' && !/[${}]/.test(fallback);
    const plain = isLiteral ? `\${${name}:-${fallback}}` : `\${${name}}`;
    references.set(id, ownProperty(input, 'password') === true ? `\${secret:${name}}` : plain);
  }
  return { references, clashes };
}

/** Replaces declared inputs with their references in every string of a value, and calls `used` for each. */
export function interpolateInputs(value: unknown, { references }: Inputs, used: (id: string) => void): unknown {
  if (references.size === 0) return value;
  if (typeof value === 'string') {
    return value.replace(/\$\{input:([\w.-]{1,100})\}/g, (text, id: string) => {
      const reference = references.get(id);
      if (reference === undefined) return text;
      used(id);
      return reference;
    });
  }
  if (Array.isArray(value)) return value.map((item) => interpolateInputs(item, { references, clashes: [] }, used));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolateInputs(item, { references, clashes: [] }, used)]),
  );
}
