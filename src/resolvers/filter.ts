import { RequestError } from '../errors.ts';

/** A filter of a list. The schema defines its types; blank strings are refused here. */
type Filter = Readonly<Record<string, unknown>>;

const examples: Readonly<Record<string, string>> = {
  namespace: 'a namespace such as "default"',
  category: 'a category such as "quality"',
  tags: 'tags such as "review"',
  entryId: 'an agentId or a templateId such as "code-reviewer"',
  templateId: 'a templateId such as "release-train"',
  types: 'event types such as "agent.added"',
};

/**
 * Refuses blank strings in a filter, which would match nothing, or be mistaken for no filter at all.
 *
 * @throws BAD_USER_INPUT with the key and what was expected
 */
export function checkFilter<Given extends object>(filter: Given | null | undefined): Given {
  const given = (filter ?? {}) as Given;
  for (const [key, value] of Object.entries(given as Filter)) {
    const texts = Array.isArray(value) ? value : [value];
    texts.forEach((text, index) => {
      if (typeof text !== 'string' || text.trim() !== '') return;
      const place = Array.isArray(value) ? `${key}[${index}]` : key;
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`filter.${place}\` must be ${examples[key] ?? 'a non-empty string'}. Omit it to include all.`,
      );
    });
  }
  return given;
}
