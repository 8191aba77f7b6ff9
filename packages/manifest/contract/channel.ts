import { maxSatisfying } from '../semver/version.ts';
import { slugProblem } from './names.ts';

/** Why a name cannot be that of a channel, or null. It is an id, and cannot be confused with a version or a range. */
export function channelProblem(name: string): string | null {
  const problem = slugProblem(name, 'the name of a channel');
  if (problem) return problem.message;
  return /^v+[\dx]+$/.test(name) ? 'Must not look like a version.' : null;
}

/** True for the name of a channel, such as `stable`. No channel name is a version or a range. */
export const isChannel = (text: unknown): text is string => typeof text === 'string' && channelProblem(text) === null;

/** The point of a channel in its own space beside releases (`r...`) and prereleases (`p...`). */
export const channelPoint = (name: string): string => `c${name}`;

/**
 * Whether a reference could stand for a version: the version is in the range. A channel may point to any version, so that
 * a lock stays valid when the channel moves.
 */
export const allows = (reference: string, version: string): boolean =>
  isChannel(reference) || maxSatisfying([version], reference) !== null;
