import { isSecretName, redactSecrets } from '../../packages/manifest/index.ts';
import { isReference } from '../../packages/manifest/secrets/secrets.ts';
import { redactAssigned } from '../../packages/manifest/values/redactSecrets.ts';

const maxBytes = 65_536;
const maxDepth = 64;
const hidden = '(hidden)';

/**
 * A manifest as a validation report stores it: as sent, with every value that is a secret by its form or its name
 * replaced with `(hidden)`. References such as `${secret:NAME}` stay.
 *
 * @param manifest JSON as text, or already parsed; text that is not JSON is stored as a string
 * @returns null if it is larger than 64 KiB, or nested more than 64 levels deep
 */
export function reportedManifest(manifest: unknown): unknown {
  const kept = redact(parsed(manifest), 0);
  if (kept === undefined) return null;
  const text = JSON.stringify(kept);
  return text === undefined || Buffer.byteLength(text) > maxBytes ? null : kept;
}

function parsed(manifest: unknown): unknown {
  if (typeof manifest !== 'string') return manifest;
  if (manifest.length > maxBytes) return undefined;
  try {
    return JSON.parse(manifest);
  } catch {
    return redactAssigned(manifest);
  }
}

/** Returns undefined if the value is nested too deeply. */
function redact(value: unknown, depth: number, name = ''): unknown {
  if (depth > maxDepth) return undefined;
  if (typeof value === 'string') return isSecretName(name) && !isReference(value) ? hidden : storable(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => redact(item, depth + 1, name));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value ?? null;
  // The default of a variable is its value: { "name": "API_KEY", "default": "…" }.
  const own = value as Record<string, unknown>;
  const isSecret = own.isSecret === true || (typeof own.name === 'string' && isSecretName(own.name));
  const entries = Object.entries(own).map(([key, each]) => [
    storable(key),
    isSecret && (key === 'default' || key === 'value') && each !== null ? hidden : redact(each, depth + 1, key),
  ]);
  return entries.some(([, each]) => each === undefined) ? undefined : Object.fromEntries(entries);
}

/** Text that Postgres can store as JSON: without NUL and lone surrogates. */
const storable = (text: string): string => redactSecrets(text).replaceAll('\0', '\ufffd').toWellFormed();
