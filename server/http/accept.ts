import { Problem } from '../access/problem.ts';

/** Whether `Accept` (RFC 9110, 12.5.1) allows the type. A request without the header accepts everything. */
export function accepts(accept: string | null, type: string): boolean {
  if (accept === null || accept.trim() === '') return true;
  const [family = ''] = type.split('/');
  const matching = accept
    .toLowerCase()
    .split(',')
    .map((each) => each.split(';').map((part) => part.trim()))
    .map(([range = '', ...parameters]) => ({
      rank: [`*/*`, `${family}/*`, type].indexOf(range),
      quality: Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1),
    }))
    .filter(({ rank }) => rank >= 0);
  const best = Math.max(...matching.map(({ rank }) => rank));
  return matching.some(({ rank, quality }) => rank === best && quality > 0);
}

/** @throws Problem 406 */
export function requireAccepted(accept: string | null, type: string): void {
  if (!accepts(accept, type))
    throw new Problem(406, 'BAD_USER_INPUT', `The response is available only as ${type}, which \`Accept\` excludes.`);
}
