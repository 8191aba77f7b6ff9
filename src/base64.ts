/** The text in base64 or base64url. Null unless it is exactly what encoding gives: Node ignores other characters and bits that are left over. */
export function textIn(encoding: 'base64' | 'base64url', encoded: string): string | null {
  const bytes = Buffer.from(encoded, encoding);
  return bytes.toString(encoding) === encoded ? bytes.toString('utf8') : null;
}
