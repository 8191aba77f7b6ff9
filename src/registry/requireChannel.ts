import { channelProblem } from '../../packages/manifest/index.ts';
import { clip } from '../../packages/manifest/values/path.ts';
import { RequestError, StaleVersion } from '../errors.ts';
import { quoted } from './quoted.ts';

/** The name of a channel. Throws BAD_USER_INPUT if it cannot be one. */
export function requireChannel(name: string): string {
  const problem = channelProblem(name);
  if (problem === null) return name;
  throw new RequestError('BAD_USER_INPUT', `\`channel\`: ${problem} Got ${quoted(name)}.`);
}

/**
 * Requires that a channel points to the version that the caller expects. A blank string never matches.
 *
 * @throws StaleVersion
 */
export function requireChannelAt(reference: string, actual: string | null, expected: string | null | undefined): void {
  if (typeof expected === 'string' && expected !== actual)
    throw new StaleVersion(reference, clip(expected, 256), actual);
}
