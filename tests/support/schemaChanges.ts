import { classifyChanges } from '../../packages/manifest/index.ts';

/** The changes between two schemas of variables, or of an output called `result`: rule and place. */
export const found = (before: unknown, after: unknown, where: 'variables' | 'outputs' = 'variables') => {
  const version = (schema: unknown) => ({
    manifest: where === 'variables' ? { variables: schema } : { expectedOutputs: { result: schema } },
    files: [],
  });
  const { changes } = classifyChanges('TEMPLATE', version(before), version(after));
  return changes.map(({ rule, path }) => `${rule} ${path}`);
};

/** A schema of an object. */
export const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });
