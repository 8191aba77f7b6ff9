import { output, template } from './example.ts';

const report = { type: 'object', properties: { summary: { type: 'string' } } };

export const outputExamples = {
  'output-removed': template(
    { expectedOutputs: { findings: 'All findings.', score: 'From 0 to 10.' } },
    { expectedOutputs: { findings: 'All findings.' } },
    [{ expectedOutputs: { findings: 'All findings.', score: 'From 0 to 100.' } }, 'output-described'],
  ),
  'output-added': template(
    { expectedOutputs: { findings: 'All findings.' } },
    { expectedOutputs: { findings: 'All findings.', score: 'From 0 to 10.' } },
    [{ expectedOutputs: {} }, 'output-removed'],
  ),
  'output-optional': output({ ...report, required: ['summary'] }, report, [
    { type: 'object', properties: { summary: { type: 'string', default: '' } } },
    'output-default-changed',
  ]),
  'output-guaranteed': output(report, { ...report, required: ['summary'] }, [
    { type: 'object', properties: { summary: { type: 'string' }, score: { type: 'number' } } },
    'output-added',
  ]),
  'output-type-widened': output({ type: 'integer' }, { type: ['integer', 'null'] }, [
    { type: 'integer', description: 'How many.' },
    'output-described',
  ]),
  'output-type-narrowed': output({ type: ['integer', 'null'] }, { type: 'integer' }, [
    { type: ['number', 'null'] },
    'output-type-widened',
  ]),
  'output-enum-widened': output({ enum: ['ok', 'failed'] }, { enum: ['ok', 'failed', 'skipped'] }, [
    { enum: ['ok'] },
    'output-enum-narrowed',
  ]),
  'output-enum-narrowed': output({ enum: ['ok', 'failed', 'skipped'] }, { enum: ['ok', 'failed'] }, [
    { enum: ['ok', 'failed', 'skipped', 'none'] },
    'output-enum-widened',
  ]),
  'output-range-widened': output({ type: 'number', maximum: 10 }, { type: 'number', maximum: 100 }, [
    { type: 'number', maximum: 5 },
    'output-range-narrowed',
  ]),
  'output-range-narrowed': output({ type: 'array' }, { type: 'array', minItems: 1 }, [
    { type: 'array', minItems: 0 },
    null,
  ]),
  'output-pattern-widened': output({ type: 'string', format: 'uri' }, { type: 'string' }, [
    { type: 'string', format: 'uri', pattern: '^https:' },
    'output-pattern-narrowed',
  ]),
  'output-pattern-narrowed': output({ type: 'string' }, { type: 'string', format: 'uri' }, [
    { type: 'string', title: 'Address' },
    'output-described',
  ]),
  'output-opened': output({ ...report, additionalProperties: false }, report, [
    { ...report, additionalProperties: false, title: 'Report' },
    'output-described',
  ]),
  'output-closed': output(report, { ...report, additionalProperties: false }, [
    { ...report, additionalProperties: true },
    null,
  ]),
  'output-schema-removed': output({ type: 'array' }, 'All findings.', [
    { type: 'array', title: 'All' },
    'output-described',
  ]),
  'output-schema-added': output('All findings.', { type: 'array' }, ['Every finding.', 'output-described']),
  'output-condition-added': output({ type: 'array' }, { type: 'array', contains: { type: 'string' } }, [
    { type: 'array', description: 'All.' },
    'output-described',
  ]),
  'output-condition-removed': output({ type: 'array', contains: { type: 'string' } }, { type: 'array' }, [
    { type: 'array', contains: { type: 'number' } },
    'output-condition-changed',
  ]),
  'output-condition-changed': output({ not: { const: 'none' } }, { not: { const: 'all' } }, [
    {},
    'output-condition-removed',
  ]),
  'output-default-changed': output(
    { type: 'object', properties: { score: { type: 'number', default: 0 } } },
    { type: 'object', properties: { score: { type: 'number', default: 5 } } },
    [{ type: 'object', properties: { score: { type: 'number' } } }, 'output-optional'],
  ),
  'output-source-changed': output(
    { type: 'array', from: 'first.findings' },
    { type: 'array', from: 'second.findings' },
    [{ type: 'array', from: 'first.findings', minItems: 1 }, 'output-range-narrowed'],
  ),
  'output-described': output('All findings.', 'Every finding, most severe first.', [
    { type: 'array' },
    'output-schema-added',
  ]),
};
