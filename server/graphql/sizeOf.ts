/**
 * The approximate size of a value as JSON, in bytes. Stops counting above `limit`: the result is then more than the
 * limit and less than the size.
 */
export function sizeOf(value: unknown, limit: number): number {
  let size = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && size <= limit) {
    const next = open.pop();
    if (typeof next === 'string') size += next.length + 2;
    else if (next instanceof Date) size += 26;
    else if (Array.isArray(next)) {
      size += next.length + 2;
      for (const item of next) open.push(item);
    } else if (typeof next === 'object' && next !== null) {
      for (const key in next) {
        size += key.length + 4;
        open.push((next as Record<string, unknown>)[key]);
      }
    } else size += 5;
  }
  return size;
}
