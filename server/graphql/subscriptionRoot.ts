import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * A subscription has exactly one root field, whatever the variables are, so `@skip` and `@include` are not allowed at
 * its root, including fragments (https://spec.graphql.org/September2025/#sec-Single-Root-Field). graphql-js 16 does not
 * check it: it would detect during execution that there is nothing to subscribe to. Checked before its own rules, of
 * which one fails where a variable is the condition.
 */
export const useUnconditionalSubscriptions = (): Plugin => ({
  onValidate({ params, setResult }) {
    const errors = conditionsOfSubscriptions(params.documentAST as DocumentNode).map(
      (directive) =>
        new GraphQLError(
          `\`@${directive.name.value}\` is not allowed on the root field of a subscription. Remove it, or do not subscribe.`,
          { nodes: directive },
        ),
    );
    if (errors.length > 0) setResult(errors);
  },
});

function conditionsOfSubscriptions({ definitions }: DocumentNode): DirectiveNode[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);

  const seen = new Set<FragmentDefinitionNode>();
  const within = ({ selections }: SelectionSetNode): DirectiveNode[] =>
    selections.flatMap((selection) => {
      const here = (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include');
      if (selection.kind === Kind.FIELD) return here;
      if (selection.kind === Kind.INLINE_FRAGMENT) return [...here, ...within(selection.selectionSet)];
      const fragment = fragments.get(selection.name.value);
      if (!fragment || seen.has(fragment)) return here;
      seen.add(fragment);
      return [...here, ...within(fragment.selectionSet)];
    });

  return definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION && each.operation === 'subscription' ? within(each.selectionSet) : [],
  );
}
