import { redactSecrets } from '../../manifest/index.ts';

/** Takes known secrets out of whatever leaves the worker. */
export interface Redactor {
  text(text: string): string;
  /** The same for every text and key inside a JSON value. */
  value(value: unknown): unknown;
  /** How many characters the longest thing has that it looks for. */
  longest: number;
}

const hidden = '(hidden)';

/** Looks for the values as they are and as they would be written in JSON, a URL, base64 and hex; and for well-known tokens. */
export function redactorOf(secrets: readonly string[]): Redactor {
  // The longest first: one secret may be a part of another.
  const needles = [...new Set(secrets.flatMap(writings))].sort((a, b) => b.length - a.length);

  const text = (given: string): string => {
    let shown = given;
    for (const needle of needles) shown = shown.replaceAll(needle, hidden);
    return redactSecrets(shown);
  };

  const value = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (Array.isArray(given)) return given.map(value);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([key, inner]) => [text(key), value(inner)]));
  };

  return { text, value, longest: needles[0]?.length ?? 0 };
}

function writings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // A log has lines: a key of several lines is seen in parts.
  const lines = secret.includes('\n') ? secret.split(/\r?\n/).filter((line) => line.length >= 8) : [];
  return [
    secret,
    ...lines,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/(?<!=)=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
