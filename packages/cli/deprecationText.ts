import type { DeprecationFragment } from '../client/index.ts';
import { clean } from './terminal.ts';

/** `The agent reviewer is deprecated: too slow. Use team/pr-reviewer instead.` Null for an entry that is not deprecated. */
export function deprecationText(
  noun: string,
  id: string,
  { status, statusMessage, replacedBy }: DeprecationFragment,
): string | null {
  if (status !== 'DEPRECATED') return null;
  const end = /[.!?]$/.test(statusMessage ?? '') ? '' : '.';
  const instead = replacedBy ? ` Use ${replacedBy.namespace}/${replacedBy.slug} instead.` : '';
  return clean(`The ${noun} ${id} is deprecated${statusMessage ? `: ${statusMessage}` : ''}${end}${instead}`);
}
