import { concerning } from './rule.ts';

/** Variables are given by those who instantiate a template: accepting less breaks callers, accepting more does not. */
export const variableRules = concerning(['VARIABLES'], {
  'variable-required': [
    'BREAKING',
    'A variable must now be set: it is required and has no default',
    'Callers that do not set it are refused.',
  ],
  'variable-removed': [
    'BREAKING',
    'A variable was removed',
    'Callers that set it are refused, or their value is ignored.',
  ],
  'variable-added': [
    'SAFE',
    'A variable was added that is optional or has a default',
    'Callers can go on without setting it.',
  ],
  'variable-optional': ['SAFE', 'A variable no longer has to be set', 'Callers that set it are still accepted.'],
  'variable-type-narrowed': [
    'BREAKING',
    'A type that was accepted no longer is',
    'Values of the removed type are refused.',
  ],
  'variable-type-widened': ['SAFE', 'More types are accepted', 'Every value that was accepted still is.'],
  'variable-enum-narrowed': [
    'BREAKING',
    'The list of allowed values was added or lost values',
    'Callers that pass another value are refused.',
  ],
  'variable-enum-widened': ['SAFE', 'More values are allowed', 'Every value that was accepted still is.'],
  'variable-range-narrowed': [
    'BREAKING',
    'A minimum, maximum, length, size or step became stricter',
    'Values outside of the new limits are refused.',
  ],
  'variable-range-widened': [
    'SAFE',
    'A minimum, maximum, length, size or step became more lenient',
    'Every value that was accepted still is.',
  ],
  'variable-pattern-narrowed': [
    'BREAKING',
    'A pattern or format was added or changed',
    'Values that matched before may be refused.',
  ],
  'variable-pattern-widened': ['SAFE', 'A pattern or format was removed', 'Every value that was accepted still is.'],
  'variable-closed': [
    'BREAKING',
    'Values or properties that are not declared are no longer accepted',
    'Callers that pass others are refused.',
  ],
  'variable-opened': [
    'SAFE',
    'Values or properties that are not declared are now accepted',
    'Every value that was accepted still is.',
  ],
  'variable-condition-added': [
    'BREAKING',
    'A condition was added (`allOf`, `not`, `if`, `contains`, `dependentRequired` or the like)',
    'Values that were accepted may be refused.',
  ],
  'variable-condition-removed': ['SAFE', 'A condition was removed', 'Every value that was accepted still is.'],
  'variable-condition-changed': [
    'RISKY',
    'A condition changed in a way that cannot be compared',
    'Values that were accepted may be refused.',
  ],
  'variable-default-changed': [
    'RISKY',
    'A default was added, changed or removed',
    'Callers that do not set the variable get another value.',
  ],
  'variable-described': ['SAFE', 'A description, title or example changed', 'The same values are accepted.'],
});
