import { channelProblem } from '../../packages/manifest/index.ts';
import { RequestError } from '../errors.ts';
import { quoted } from './quoted.ts';
import { requireVersion } from './requireCurrent.ts';

/** The name of a channel. Throws BAD_USER_INPUT if it cannot be one. */
export function requireChannel(name: string): string {
  const problem = channelProblem(name);
  if (problem === null) return name;
  throw new RequestError('BAD_USER_INPUT', `\`channel\`: ${problem} Got ${quoted(name)}.`);
}

/**
 * Requires that a channel points to the version that the caller expects.
 *
 * @throws StaleVersion
 */
export const requireChannelAt = (
  slug: string,
  channel: string,
  actual: string | null,
  expected: string | null | undefined,
) => requireVersion(`The version of ${slug} in the channel ${channel}`, actual, expected);
