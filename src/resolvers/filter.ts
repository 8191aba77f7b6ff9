import { isVersion } from '../../packages/manifest/index.ts';
import type { RunFilter } from '../db/run.ts';
import { RequestError } from '../errors.ts';

/** A filter of a list. The schema defines its types; blank strings are refused here. */
type Filter = Readonly<Record<string, unknown>>;

const examples: Readonly<Record<string, string>> = {
  namespace: 'a namespace such as "default"',
  category: 'a category such as "quality"',
  tags: 'tags such as "review"',
  entryId: 'an agentId or a templateId such as "code-reviewer"',
  templateId: 'a templateId such as "release-train"',
  version: 'a version number such as "1.2.0"',
  createdBy: 'the id of a user, a uuid',
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

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `checkFilter`, and refuses a version number or the id of a user that no run can have.
 *
 * @throws BAD_USER_INPUT with the key and what was expected
 */
export function checkRunFilter(filter: RunFilter | null | undefined): RunFilter {
  const given = checkFilter(filter);
  const { version, createdBy } = given;
  if (typeof version === 'string' && !isVersion(version)) throw mustBe('version');
  if (typeof createdBy === 'string' && !uuid.test(createdBy)) throw mustBe('createdBy');
  return given;
}

const mustBe = (key: string) =>
  new RequestError('BAD_USER_INPUT', `\`filter.${key}\` must be ${examples[key]}. Omit it to include all.`);
