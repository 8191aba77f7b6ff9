import * as z from 'zod';
import { coded, JsonObject, Line, SchemaReference } from './fields.ts';

const noExpectation = coded(
  'required',
  'Must say what is expected: "steps", "inputs", "variables" or "outputs", or "error".',
);
const errorAndPlan = coded(
  'invalid_value',
  'Must expect either a plan ("steps", "inputs", "variables", "outputs") or an "error", not both.',
);

/** The id of a step in a run: of a step in an included template, with the ids of the steps that include it. */
const stepId = z.string().min(1).max(600);

const ExpectedStep = z
  .strictObject({
    id: stepId.meta({ description: 'Id of the step.' }),
    name: z.string().max(80).meta({ description: 'Display name.' }).optional(),
    agent: z.string().max(64).meta({ description: 'Id of the agent.' }).optional(),
    dependsOn: z
      .array(stepId)
      .max(500)
      .meta({ description: 'Ids of the steps that it depends on, in order.' })
      .optional(),
    inputs: JsonObject.meta({ description: 'Inputs. Those that are not named may have any value.' }).optional(),
  })
  .meta({ description: 'A step. What is not named may have any value.' });

const ExpectedError = z
  .strictObject({
    code: z.literal('VARIABLES_INVALID').meta({ description: 'Code of the error.' }).optional(),
    path: z
      .string()
      .max(500)
      .meta({
        description: 'Path of the variable that is wrong; "environment" for an unknown environment.',
        examples: ['maxUpgrades', 'address.city'],
      })
      .optional(),
    issue: z
      .string()
      .max(64)
      .meta({ description: 'Code of the issue.', examples: ['required', 'invalid_value'] })
      .optional(),
  })
  .meta({ description: 'The error. What is not named may have any value.' });

const Expected = z
  .strictObject({
    steps: z
      .array(z.union([stepId, ExpectedStep]))
      .max(500)
      .meta({
        description:
          'All steps of the plan in order, each its id or what it contains. The steps of an included template have ids such as `review/publish`.',
      })
      .optional(),
    inputs: z
      .record(stepId, JsonObject)
      .meta({ description: 'Inputs by the id of the step. Others may have any value.' })
      .optional(),
    variables: JsonObject.meta({
      description: 'Variables with the defaults filled in. Others may have any value.',
    }).optional(),
    outputs: JsonObject.meta({
      description: 'Outputs of the run, taken from the stubs. Others may have any value.',
    }).optional(),
    error: z
      .union([z.literal('VARIABLES_INVALID'), ExpectedError])
      .meta({ description: 'The error that refuses these variables.' })
      .optional(),
  })
  .refine((expected) => Object.keys(expected).length > 0, noExpectation)
  .refine(({ error, ...plan }) => error === undefined || Object.keys(plan).length === 0, errorAndPlan)
  .meta({ description: 'The plan or the error that the variables lead to.' });

/** The contract of templates/<id>/tests/*.json. */
export const TemplateTest = z
  .strictObject({
    $schema: SchemaReference.optional(),
    name: Line(200).meta({ description: 'What is tested, in one sentence.', examples: ['A repository is enough'] }),
    environment: z
      .string()
      .min(1)
      .max(64)
      .meta({ description: 'Environment of the template. Defaults to none.', examples: ['production'] })
      .optional(),
    variables: JsonObject.meta({
      description: 'Variables as they are given at instantiation.',
      examples: [{ repository: 'octo-org/checkout' }],
    }).optional(),
    stubs: z
      .record(stepId, JsonObject)
      .meta({
        description:
          'Outputs of steps, by the id of the step. Inputs whose references are all stubbed are rendered as they would be in a run.',
        examples: [{ triage: { severity: 'sev2' } }],
      })
      .optional(),
    expect: Expected,
  })
  .meta({ description: 'A test of a template: variables, and the plan or error that they lead to.' });
export type TemplateTest = z.infer<typeof TemplateTest>;

/** The maximum number of tests of a template, and of outputs in the stubs of all of them. */
export const TemplateTestLimits = { tests: 50, stubs: 500, differences: 20 } as const;

/** Where a test expects something else. */
export interface TestDifference {
  /** Location in the file of the test, such as `expect.steps[0].inputs.ref`. */
  path: string;
  message: string;
  /** As JSON, shortened. Null if nothing is expected. */
  expected: string | null;
  /** As JSON, shortened. Null if there is nothing. */
  actual: string | null;
}

export interface TemplateTestResult {
  file: string;
  name: string;
  environment: string | null;
  passed: boolean;
  differences: TestDifference[];
}

/** The names that tests use, of those that the template has. */
export interface TestCoverage {
  total: number;
  covered: number;
  /** At most 100. */
  uncovered: string[];
}

/** The results of all tests of a template, in the order of their files. */
export interface TemplateTestReport {
  tests: TemplateTestResult[];
  variables: TestCoverage;
  environments: TestCoverage;
}
