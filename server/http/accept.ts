import Negotiator from 'negotiator';
import { Problem } from '../access/problem.ts';

const negotiate = (name: string, value: string) => new Negotiator({ headers: { [name]: value } });

/** Every response is in UTF-8, so a type that is asked for in UTF-8 is the type itself. */
const mediaTypes = (accept: string) =>
  negotiate('accept', accept.replace(/;[ \t]{0,9}charset="?utf-?8"?(?=[ \t]{0,9}(?:[;,]|$))/gi, ''));

/** Whether `Accept` (RFC 9110, 12.5.1) allows the type. A request without the header accepts everything. */
export const accepts = (accept: string | null, type: string): boolean =>
  accept === null || accept.trim() === '' || mediaTypes(accept).mediaType([type]) !== undefined;

/** @throws Problem 406 */
export function requireAccepted(accept: string | null, type: string): void {
  if (!accepts(accept, type))
    throw new Problem(406, 'BAD_USER_INPUT', `The response is available only as ${type}, which \`Accept\` excludes.`);
}

/**
 * The type that `Accept` prefers, the first of those that it likes equally.
 *
 * @throws Problem 406
 */
export function acceptedType<Type extends string>(accept: string | null, types: readonly [Type, ...Type[]]): Type {
  if (accept === null || accept.trim() === '') return types[0];
  const chosen = mediaTypes(accept).mediaType([...types]);
  const found = types.find((type) => type === chosen);
  if (found) return found;
  throw new Problem(
    406,
    'BAD_USER_INPUT',
    `The response is available only as ${types.join(', ')}, which \`Accept\` excludes.`,
  );
}

/** The first of these encodings that `Accept-Encoding` (RFC 9110, 12.5.3) allows, or `identity`. */
export const acceptedEncoding = <Encoding extends string>(
  accepted: string | null,
  encodings: readonly Encoding[],
): Encoding | 'identity' => {
  const allowed = new Set(negotiate('accept-encoding', accepted ?? '').encodings([...encodings]));
  return encodings.find((each) => allowed.has(each)) ?? 'identity';
};
