import { template, variable, variables } from './example.ts';

const text = { type: 'string' };

export const variableExamples = {
  'variable-required': variables(
    { properties: { depth: text } },
    { properties: { depth: text, repository: text }, required: ['repository'] },
    [
      { properties: { depth: text, repository: { ...text, default: 'main' } }, required: ['repository'] },
      'variable-added',
    ],
  ),
  'variable-removed': variables({ properties: { depth: text, mode: text } }, { properties: { depth: text } }, [
    { properties: { depth: text, mode: { ...text, description: 'How.' } } },
    'variable-described',
  ]),
  'variable-added': variables({ properties: { depth: text } }, { properties: { depth: text, mode: text } }, [
    { properties: { depth: text, mode: text }, required: ['mode'] },
    'variable-required',
  ]),
  'variable-optional': variables(
    { properties: { depth: text }, required: ['depth'] },
    { properties: { depth: text } },
    [{ properties: {} }, 'variable-removed'],
  ),
  'variable-type-narrowed': variable({ type: ['string', 'number'] }, { type: 'string' }, [
    { type: ['string', 'number', 'null'] },
    'variable-type-widened',
  ]),
  'variable-type-widened': variable({ type: 'integer' }, { type: 'number' }, [
    { type: 'string' },
    'variable-type-narrowed',
  ]),
  'variable-enum-narrowed': variable({ enum: ['fast', 'deep', 'full'] }, { enum: ['fast', 'deep'] }, [
    { enum: ['full', 'deep', 'fast'] },
    null,
  ]),
  'variable-enum-widened': variable({ enum: ['fast', 'deep'] }, { enum: ['fast', 'deep', 'full'] }, [
    { enum: ['fast'] },
    'variable-enum-narrowed',
  ]),
  'variable-range-narrowed': variable({ type: 'integer', maximum: 50 }, { type: 'integer', maximum: 20 }, [
    { type: 'integer', exclusiveMaximum: 51 },
    null,
  ]),
  'variable-range-widened': variable({ type: 'string', minLength: 3 }, { type: 'string', minLength: 1 }, [
    { type: 'string', minLength: 5 },
    'variable-range-narrowed',
  ]),
  'variable-pattern-narrowed': variable({ type: 'string' }, { type: 'string', pattern: '^[a-z]+$' }, [
    { type: 'string', title: 'Depth' },
    'variable-described',
  ]),
  'variable-pattern-widened': variable({ type: 'string', pattern: '^[a-z]+$' }, { type: 'string' }, [
    { type: 'string', pattern: '^[a-z0-9]+$' },
    'variable-pattern-narrowed',
  ]),
  'variable-closed': variables(
    { properties: { depth: text } },
    { properties: { depth: text }, additionalProperties: false },
    [{ properties: { depth: text }, additionalProperties: true }, null],
  ),
  'variable-opened': variables(
    { properties: { depth: text }, additionalProperties: false },
    { properties: { depth: text } },
    [{ properties: { depth: text, mode: text }, additionalProperties: false }, 'variable-added'],
  ),
  'variable-condition-added': variables(
    { properties: { a: text, b: text } },
    { properties: { a: text, b: text }, dependentRequired: { a: ['b'] } },
    [{ properties: { a: text, b: text }, description: 'Both or none.' }, 'variable-described'],
  ),
  'variable-condition-removed': variables(
    { properties: { a: text, b: text }, dependentRequired: { a: ['b'] } },
    { properties: { a: text, b: text } },
    [{ properties: { a: text, b: text }, dependentRequired: { a: ['b'], b: ['a'] } }, 'variable-condition-added'],
  ),
  'variable-condition-changed': variable({ not: { const: 'none' } }, { not: { const: 'all' } }, [
    {},
    'variable-condition-removed',
  ]),
  'variable-default-changed': variable({ type: 'integer', default: 2 }, { type: 'integer', default: 3 }, [
    { type: 'integer', default: 2, examples: [3] },
    'variable-described',
  ]),
  'variable-described': template(
    { variables: { type: 'object', properties: { depth: { type: 'integer' } } } },
    { variables: { type: 'object', properties: { depth: { type: 'integer', description: 'How many rounds.' } } } },
    [
      { variables: { type: 'object', properties: { depth: { type: 'integer', default: 2 } } } },
      'variable-default-changed',
    ],
  ),
};
