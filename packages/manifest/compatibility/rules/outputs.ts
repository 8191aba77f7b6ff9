import { concerning } from './rule.ts';

/** Outputs are read by those who start runs: promising less breaks readers, promising more does not. */
export const outputRules = concerning(['OUTPUTS'], {
  'output-removed': ['BREAKING', 'An output was removed', 'Readers of the output no longer find it.'],
  'output-added': ['SAFE', 'An output was added', 'Readers can ignore it.'],
  'output-optional': [
    'BREAKING',
    'A property of an output is no longer guaranteed',
    'Readers that rely on it may not find it.',
  ],
  'output-guaranteed': ['SAFE', 'A property of an output is now guaranteed', 'Readers get no less than before.'],
  'output-type-widened': [
    'BREAKING',
    'An output can have more types than before',
    'Readers may get a type that they do not expect.',
  ],
  'output-type-narrowed': ['SAFE', 'An output has fewer types than before', 'Readers get nothing new.'],
  'output-enum-widened': [
    'BREAKING',
    'An output can have values that were not listed',
    'Readers may get a value that they do not handle.',
  ],
  'output-enum-narrowed': ['SAFE', 'An output has fewer possible values', 'Readers get nothing new.'],
  'output-range-widened': [
    'BREAKING',
    'A limit of an output became more lenient',
    'Readers may get values outside of the earlier limits.',
  ],
  'output-range-narrowed': ['SAFE', 'A limit of an output became stricter', 'Readers get nothing new.'],
  'output-pattern-widened': [
    'BREAKING',
    'A pattern or format of an output was removed or changed',
    'Readers may get text in another form.',
  ],
  'output-pattern-narrowed': ['SAFE', 'A pattern or format of an output was added', 'Readers get nothing new.'],
  'output-opened': ['SAFE', 'An output may have properties that are not declared', 'Readers can ignore them.'],
  'output-closed': [
    'SAFE',
    'An output has no longer properties that are not declared',
    'Nothing that was promised is missing.',
  ],
  'output-schema-removed': [
    'BREAKING',
    'The JSON Schema of an output was replaced with a description',
    'Nothing about its form is promised any longer.',
  ],
  'output-schema-added': ['SAFE', 'The description of an output was replaced with a JSON Schema', 'Readers know more.'],
  'output-condition-added': ['SAFE', 'A condition on an output was added', 'Readers get nothing new.'],
  'output-condition-removed': [
    'BREAKING',
    'A condition on an output was removed',
    'Readers may get values that were excluded before.',
  ],
  'output-condition-changed': [
    'RISKY',
    'A condition on an output changed in a way that cannot be compared',
    'Readers may get values that were excluded before.',
  ],
  'output-default-changed': [
    'RISKY',
    'The default of an output changed',
    'Readers get another value where a step sets none.',
  ],
  'output-source-changed': [
    'RISKY',
    'An output is taken from another step or output',
    'Its value is produced in another way.',
  ],
  'output-described': ['SAFE', 'The description of an output changed', 'The same values are produced.'],
});
