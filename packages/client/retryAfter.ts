/** Seconds, from `Retry-After` as a number or a date (RFC 9110, 10.2.3) or from a body; null for anything else. */
export function retryAfterOf(header: string | null, inBody?: unknown): number | null {
  if (typeof inBody === 'number' && inBody >= 0) return inBody;
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}
