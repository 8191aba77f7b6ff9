import { assignedSecrets } from '../../manifest/index.ts';

/** A line of the same length, with each secret that the line itself shows replaced by dots. */
export function maskSecrets(line: string): string {
  let masked = line;
  for (const { at, value } of assignedSecrets(line)) {
    masked = masked.slice(0, at) + '·'.repeat(value.length) + masked.slice(at + value.length);
  }
  return masked;
}
