/**
 * `The agent reviewer is deprecated: too slow. Use team/pr-reviewer instead.`
 *
 * @param noun `agent` or `template`
 * @param message why, as its owner wrote it; null for none
 * @param replacement what to use instead, as `namespace/id`; null for none
 */
export function deprecationText(noun: string, id: string, message: string | null, replacement: string | null): string {
  const end = /[.!?]$/.test(message ?? '') ? '' : '.';
  const instead = replacement ? ` Use ${replacement} instead.` : '';
  return `The ${noun} ${id} is deprecated${message ? `: ${message}` : ''}${end}${instead}`;
}
