import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../packages/manifest/jsonSchema/compileSchema.ts';
import { formats } from '../../../packages/manifest/jsonSchema/formats.ts';
import { isUsableSchema } from '../../../packages/manifest/jsonSchema/variablesSchema.ts';

/**
 * The json-schema.org test suite for draft 2020-12 (tests/fixtures/jsonSchemaSuite), as far as it applies to variables
 * schemas: without remote references, dynamic ones, vocabularies, and formats that are only annotations.
 */
const folder = fileURLToPath(new URL('../../fixtures/jsonSchemaSuite/draft2020-12', import.meta.url));

interface Group {
  description: string;
  schema: unknown;
  tests: { description: string; data: unknown; valid: boolean }[];
}

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string): Group[] => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));

/** Refused on publication, with what they have in common. */
const refused =
  /remote|absolute URI|absolute uris|base URI|URN|base uri|\$id|\$dynamicRef|metaschema|relative uris|between schemas|ref to (if|then|else)|absolute-path|empty enum/;

/** Where Ajv, which does the checks, differs from the suite. Nothing else may differ. */
const limitsOfAjv = new Set(['unevaluatedItems.json', 'unevaluatedProperties.json']);

/** Variables never have such a key: it is refused before. */
const forbidden = 'properties whose names are Javascript object property names: __proto__ not valid';

function ours(schema: unknown, data: unknown): boolean {
  const { validatorAt, effort } = compileSchema(schema);
  const valid = validatorAt()(structuredClone(data)) === true;
  effort.end();
  return valid;
}

const plainAjv = (schema: unknown, data: unknown): boolean => {
  const ajv = new Ajv2020({ strict: false, formats, logger: false, ownProperties: true });
  return ajv.validate(schema as object, structuredClone(data)) === true;
};

describe('the JSON Schema test suite', () => {
  it('is complete', () => expect(files.length).toBe(47));

  it.each(files)('%s: every result is as specified', (name) => {
    const different: string[] = [];
    for (const { description, schema, tests } of read(name)) {
      if (typeof schema === 'object' && !isUsableSchema(schema)) {
        expect([name, description]).toEqual([name, expect.stringMatching(refused)]);
        continue;
      }
      for (const test of tests) {
        if (ours(schema, test.data) === test.valid || `${description}: ${test.description}` === forbidden) continue;
        if (limitsOfAjv.has(name)) expect(plainAjv(schema, test.data)).toBe(!test.valid);
        else different.push(`${description}: ${test.description} should be ${test.valid}`);
      }
    }
    expect(different).toEqual([]);
  });
});
