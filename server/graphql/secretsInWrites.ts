import { type DocumentNode, type GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { leastRoles } from '../../src/registry/leastRoles.ts';
import { hasRole, type Viewer } from '../../src/viewer.ts';
import { refusal } from '../http/refusal.ts';

/** These look into everything themselves, and say where the secret is. */
const looksItself = /^((publish|validate)(Agent|Template)|reportRun|instantiateTemplate)$/;

/** The most characters that a text of these mutations may have; a longer one is refused for its length. */
const maxTextLength = 262_144;

/**
 * Refuses a write that holds what looks like a secret: a reason, a variable or a key would be kept, shown to others and
 * sent along with events. Null when there is nothing to refuse, and for a caller who may not write in any case.
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
  const texts = textsIn(variables).filter((text) => text.length <= maxTextLength);
  const [found] = findSecrets([...texts, document.loc?.source.body].join('\n'));
  return found
    ? refusal(
        'BAD_USER_INPUT',
        `The request holds what looks like a secret (${found.what}). Send a reference to it.`,
        400,
      )
    : null;
}

/** Every text and key of a JSON value, however deep it goes. */
function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') texts.push(next);
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inner] of Object.entries(next)) {
      if (!Array.isArray(next)) texts.push(key);
      open.push(inner);
    }
  }
  return texts;
}
