import { describeError, type Wrong } from './ajvError.ts';
import { compileSchema, errorsOf, OutOfSteps } from './compileSchema.ts';
import { type Issue, Issues } from './issue.ts';
import type { Path } from './path.ts';
import { eachText } from './placeholders.ts';
import { entries, isRecord, own, toPlain } from './plain.ts';
import { hideTokens, knownTokens } from './secrets.ts';
import { isUsableSchema } from './variablesSchema.ts';

/** What a step may give back, as JSON in UTF-8. */
export const maxOutputsBytes = 262_144;

const utf8 = new TextEncoder();

/**
 * Checks what a step gave back against the outputs that its plan declares: each must be there, and what is declared
 * with a JSON Schema must fit it. A text, and an object that is no usable JSON Schema, describe; they check nothing.
 * More than was declared is fine. Nothing may look like a secret: it would be kept, shown and handed on.
 *
 * @returns a plain copy, with the defaults of the schemas; issues name a place (file `outputs`), never a value
 */
export function checkOutputs(
  declared: unknown,
  outputs: unknown,
): { outputs: Record<string, unknown>; issues: Issue[] } {
  const issues = new Issues();
  const wrong: Wrong[] = [];
  const report = (path: Path, code: string, message: string): unknown => wrong.push({ path: [...path], code, message });
  const plain = toPlain(outputs ?? {}, report, { characters: maxOutputsBytes, lenientText: true });
  if (wrong.length === 0) wrong.push(...checkPlain(declared, plain));
  for (const { path, code, message } of wrong) {
    const shown = path.map((part) => (typeof part === 'string' ? hideTokens(part) : part));
    issues.error({ file: 'outputs', path: shown }, code, hideTokens(message));
  }
  return { outputs: isRecord(plain) ? plain : {}, issues: issues.list() };
}

function checkPlain(declared: unknown, plain: unknown): Wrong[] {
  if (!isRecord(plain)) return [{ path: [], code: 'invalid_type', message: 'Expected an object.' }];
  if (utf8.encode(JSON.stringify(plain)).length > maxOutputsBytes) return [tooLarge];
  const secrets = secretsIn(plain);
  if (secrets.length > 0) return secrets;
  const wrong = entries(declared).flatMap(([name, schema]) => checkOne(name, schema, plain));
  // Defaults of the schemas came in.
  return wrong.length === 0 && utf8.encode(JSON.stringify(plain)).length > maxOutputsBytes ? [tooLarge] : wrong;
}

const tooLarge: Wrong = { path: [], code: 'too_large', message: 'A step gives back at most 256 KiB of JSON.' };

function secretsIn(plain: Record<string, unknown>): Wrong[] {
  const wrong: Wrong[] = [];
  const look = (text: string, path: Path) => {
    const [found] = knownTokens(text);
    if (!found) return;
    const message = `It holds what looks like a secret (${found.what}). Send a reference to it.`;
    wrong.push({ path: [...path], code: 'secret', message });
  };
  look(keysIn(plain).join('\n'), []);
  eachText(plain, look);
  return wrong;
}

const keysIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(keysIn) : entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);

function checkOne(name: string, schema: unknown, outputs: Record<string, unknown>): Wrong[] {
  const value = own(outputs, name);
  if (value === undefined) {
    return [{ path: [name], code: 'required', message: 'The plan says that the step gives this back; it is missing.' }];
  }
  if (!isUsableSchema(schema)) return [];
  try {
    return errorsOf(compileSchema(schema), value, [])
      .slice(0, 50)
      .map((error) => {
        const { path, code, message } = describeError(error);
        return code === 'unknown_variable'
          ? { path: [name, ...path], code: 'unknown_property', message: 'The schema of the output does not have this.' }
          : { path: [name, ...path], code, message };
      });
  } catch (error) {
    if (!(error instanceof OutOfSteps || error instanceof RangeError)) throw error;
    return [{ path: [name], code: 'too_complex', message: 'Checking it against its schema takes too long.' }];
  }
}
