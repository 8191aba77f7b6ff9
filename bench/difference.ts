/** Where two JSON values part, and what is there in each; null when they are equal. */
export function difference(one: unknown, other: unknown, path = 'answer'): string | null {
  if (Object.is(one, other)) return null;
  if (isObject(one) && isObject(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const found = difference(one[key], other[key], `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  return `${path} is ${JSON.stringify(one)} and not ${JSON.stringify(other)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
