import { type DocumentNode, type GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { leastRoles } from '../../src/registry/leastRoles.ts';
import { hasRole, type Viewer } from '../../src/viewer.ts';
import { refusal } from '../http/refusal.ts';

/** These check their input themselves, and report where the secret is. */
const looksItself = /^((publish|validate)(Agent|Template)|importVersions|reportRun|instantiateTemplate)$/;

/** The maximum length of a text in these mutations; a longer one is refused for its length. */
const maxTextLength = 262_144;

/**
 * Refuses a write that contains what looks like a secret: a reason, a variable or a key would be stored, shown to
 * others and sent with events. Null when there is nothing to refuse, and for a caller who may not write in any case.
 */
export function secretInWrite(
  viewer: Viewer,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): GraphQLError | null {
  if (operation.operation !== 'mutation') return null;
  const looked = operation.selectionSet.selections.some(
    (selection) =>
      selection.kind !== Kind.FIELD ||
      (!looksItself.test(selection.name.value) && hasRole(viewer, leastRoles[selection.name.value] ?? 'viewer')),
  );
  if (!looked || !hasRole(viewer, 'viewer')) return null;
  const texts = textsIn(variables).filter(({ text }) => text.length <= maxTextLength);
  texts.push({ text: document.loc?.source.body ?? '', place: '' });
  // All at once, which is fast, since most writes have none; what is found may be made of one text and the next.
  if (findSecrets(texts.map(({ text }) => text).join('\n')).length === 0) return null;
  for (const { text, place } of texts) {
    const [found] = findSecrets(text);
    if (!found) continue;
    const where = place ? `\`${place}\`` : 'The document';
    return refusal(
      'BAD_USER_INPUT',
      `${where} holds what looks like a secret (${found.what}). Send a reference to it.`,
      400,
    );
  }
  return null;
}

/**
 * Every string and key of the variables, at any depth, each with the place that other refusals use: the variable, or
 * the path in a mutation's `input`. A key is reported by its parent: it may be the secret.
 */
function textsIn(variables: unknown): { text: string; place: string }[] {
  const texts: { text: string; place: string }[] = [];
  const open: { value: unknown; place: string; depth: number }[] = [{ value: variables, place: '', depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, place, depth } = next;
    if (typeof value === 'string') texts.push({ text: value, place });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) texts.push({ text: key, place });
      const within = depth > 1 ? { parent: place, isItem: Array.isArray(value) } : null;
      open.push({ value: inner, place: placeOf(key, within) ?? place, depth: depth + 1 });
    }
  }
  return texts;
}

const isName = /^[a-z]\w{0,30}$/;
const maxPlaceLength = 200;

/** Null for a key that is not shown. */
function placeOf(key: string, within: { parent: string; isItem: boolean } | null): string | null {
  if (within?.isItem && within.parent.length < maxPlaceLength) return `${within.parent}[${key}]`;
  if (!isName.test(key)) return null;
  if (!within) return key;
  return within.parent.length < maxPlaceLength ? `${within.parent}.${key}` : null;
}
