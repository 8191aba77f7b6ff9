import { assignedSecrets } from '../../manifest/index.ts';

/** The line with each secret in it replaced by the same number of dots. */
export function maskSecrets(line: string): string {
  let masked = line;
  for (const { at, value } of assignedSecrets(line)) {
    masked = masked.slice(0, at) + '·'.repeat(value.length) + masked.slice(at + value.length);
  }
  return masked;
}
