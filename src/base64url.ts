/** The text in base64url. Null unless it is exactly what encoding gives: Node ignores other characters and bits that are left over. */
export function textInBase64url(encoded: string): string | null {
  const bytes = Buffer.from(encoded, 'base64url');
  return bytes.toString('base64url') === encoded ? bytes.toString('utf8') : null;
}
