import type { GraphQLError } from 'graphql';
import { jsonLosses } from '../../packages/manifest/values/jsonText.ts';
import { maxJsonDepth } from '../../packages/manifest/values/nesting.ts';
import { clip, formatPath } from '../../packages/manifest/values/path.ts';
import { refusal } from './refusal.ts';

/**
 * Why the JSON of a request is ambiguous: a key occurs twice, of which only the last would be read, or a number would
 * lose digits. Null for any other text, even one that is not JSON.
 *
 * @param what names the text in the message: `The body`, `\`variables\``
 */
export function lossOf(text: string, what: string): GraphQLError | null {
  const problems = jsonLosses(text, maxJsonDepth);
  const [first] = problems;
  if (!first || first.code === 'invalid_json' || first.code === 'too_deep') return null;
  const { line, column, path } = first;
  const place = `line ${line}, column ${column}, at \`${formatPath(path)}\``;
  const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : '';
  return refusal('BAD_USER_INPUT', `${what} is ambiguous: ${place}: ${reasonOf(first)}${more}`, 400);
}

function reasonOf({ code, path }: { code: string; path: readonly (string | number)[] }): string {
  return code === 'duplicate_key'
    ? `the key "${clip(String(path.at(-1)))}" is written twice. Remove one.`
    : 'the number loses digits when it is read. Send it as a string.';
}
