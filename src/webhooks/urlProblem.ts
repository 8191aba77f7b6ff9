import { publicUrlProblem } from '../../packages/manifest/index.ts';
import { hostOf } from '../../packages/node/publicAddress.ts';
import { addressProblem, isAllowed } from './checkedLookup.ts';

/**
 * Why a URL is not one of a webhook, or null if it may be: https and a public name, unless its host is allowed.
 *
 * @param allowed hosts and networks that are accepted although they are not public
 */
export function urlProblem(url: string, allowed: readonly string[]): string | null {
  const host = hostOf(url);
  const isPermitted =
    host !== '' && (isAllowed(host, allowed) || (allowed.length > 0 && !addressProblem(host, allowed)));
  if (isPermitted && /^https?:\/\/[^/?#@\\]+(?:[/?#]|$)/i.test(url)) return null;
  return publicUrlProblem(url)?.message ?? null;
}
