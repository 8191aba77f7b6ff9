import { redactSecrets } from '../../manifest/index.ts';

/** Removes known secrets from everything that leaves the worker. */
export interface Redactor {
  text(text: string): string;
  /** The same for every string and key in a JSON value. */
  value(value: unknown): unknown;
  /** The length of the longest text that is searched for, in characters. */
  longest: number;
}

const hidden = '(hidden)';

/** Searches for the values as they are and as encoded in JSON, a URL, base64 and hex; and for well-known tokens. */
export function redactorOf(secrets: readonly string[]): Redactor {
  // The longest first: one secret may be part of another.
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
  // Logs are written by line: a secret of several lines appears in parts.
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
