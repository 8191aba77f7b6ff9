import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, visit } from 'graphql';
import { JSONResolver } from 'graphql-scalars';
import { losesDigits } from '../packages/manifest/values/numberText.ts';

/** The scalar `JSON`. A literal with a number that would lose digits is refused, with its location, as it is in a body. */
export const ExactJson = new GraphQLScalarType({
  ...JSONResolver.toConfig(),
  description: 'Any JSON value (RFC 8259): an object, an array, a string, a number, a boolean or null.',
  parseLiteral(node, variables) {
    refuseLosses(node);
    return JSONResolver.parseLiteral(node, variables);
  },
});

function refuseLosses(node: ValueNode): void {
  visit(node, {
    enter(part) {
      if ((part.kind !== Kind.INT && part.kind !== Kind.FLOAT) || !losesDigits(part.value)) return;
      throw new GraphQLError('The number loses digits when it is read. Send it as a string.', {
        nodes: part,
        extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
      });
    },
  });
}
