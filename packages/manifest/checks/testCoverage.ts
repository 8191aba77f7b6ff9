import type { TemplateManifest } from '../contract/template.ts';
import type { TemplateTest, TestCoverage } from '../contract/templateTest.ts';
import { inPlaceKeywords, type LocatedSchema, referenceOf, referenceTargets } from '../jsonSchema/schemaReferences.ts';
import { subschemas } from '../jsonSchema/schemaWalk.ts';
import { entries, isRecord, ownProperty } from '../values/jsonValue.ts';

const maxListed = 100;

/**
 * Which variables and environments the tests use. A variable is covered if a test gives it a value, itself or by its
 * environment; an environment, if a test names it.
 */
export function coverageOf(
  manifest: TemplateManifest,
  tests: readonly TemplateTest[],
): { variables: TestCoverage; environments: TestCoverage } {
  const environments = manifest.environments ?? {};
  const given = new Set<string>();
  const named = new Set<string>();
  for (const { variables, environment } of tests) {
    for (const [name] of entries(variables)) given.add(name);
    if (environment === undefined) continue;
    named.add(environment);
    for (const [name] of entries(ownProperty(ownProperty(environments, environment), 'variables'))) given.add(name);
  }
  return {
    variables: countCovered(declaredVariables(manifest.variables), given),
    environments: countCovered(Object.keys(environments), named),
  };
}

function countCovered(names: readonly string[], used: ReadonlySet<string>): TestCoverage {
  const uncovered = names.filter((name) => !used.has(name));
  return { total: names.length, covered: names.length - uncovered.length, uncovered: uncovered.slice(0, maxListed) };
}

/** The names of the variables that a schema declares: its own, and those of the schemas that apply to the same value. */
function declaredVariables(root: unknown): string[] {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const targets: ReadonlyMap<string, LocatedSchema> = referenceTargets(root);
  const visit = (schema: unknown): void => {
    if (!isRecord(schema) || seen.has(schema)) return;
    seen.add(schema);
    for (const [name] of entries(schema.properties)) names.add(name);
    visit(referenceOf(schema, targets)?.schema);
    for (const { path, schema: inner } of subschemas(schema))
      if (path[0] !== 'not' && inPlaceKeywords.has(String(path[0]))) visit(inner);
  };
  visit(root);
  return [...names].sort();
}
