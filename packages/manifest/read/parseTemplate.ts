import { checkExpectedOutputs } from '../checks/expectedOutputsCheck.ts';
import { checkIncludes, missingIncludes } from '../checks/includeCheck.ts';
import { checkOutputSchemas } from '../checks/outputSchemaCheck.ts';
import { checkProfile, checkPromptReferences } from '../checks/partCheck.ts';
import { checkPlan } from '../checks/planCheck.ts';
import { checkDocumentSecrets } from '../checks/secretCheck.ts';
import type { PlanScope } from '../checks/stepWorkCheck.ts';
import { checkTests, parseTests } from '../checks/templateTestsCheck.ts';
import { convertTemplate, isLegacyTemplate } from '../compat/legacyTemplate.ts';
import type { PlanSource } from '../contract/expandRun.ts';
import type { PlanStep, StepPatch } from '../contract/plan.ts';
import { patchSteps } from '../contract/planFor.ts';
import { checkShape } from '../contract/shape.ts';
import { checkTags } from '../contract/tags.ts';
import { TemplateManifest } from '../contract/template.ts';
import type { TemplateTestReport } from '../contract/templateTest.ts';
import { problemsOfPartialValues } from '../jsonSchema/defaultCheck.ts';
import { schemaAllowsPath } from '../jsonSchema/schemaAllowsPath.ts';
import { noVariables } from '../jsonSchema/variables.ts';
import { checkVariablesSchema } from '../jsonSchema/variablesSchema.ts';
import { currentDigestRule, type DigestRule, digestOf, type FileEntry } from '../values/digest.ts';
import { type IssueLocation, type Issues, inPlace, type Relocate } from '../values/issue.ts';
import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { manifestFile } from '../values/kind.ts';
import type { Path } from '../values/path.ts';
import { clip } from '../values/path.ts';
import { collectIssues, type DefinitionSource, openSource, type ParseOptions, type ParseResult } from './source.ts';

/** A valid template. */
export interface TemplateDefinition {
  kind: 'TEMPLATE';
  slug: string;
  version: string;
  draft: boolean;
  /** In the current shape: as authored, or converted from the older one. */
  manifest: TemplateManifest;
  /** As authored; the digest is over this. */
  authored: Record<string, unknown>;
  files: FileEntry[];
  digest: string;
  /** How the digest was made. */
  digestRule: DigestRule;
  /** All tests passed, unless it was published before tests were run. Null if a template that it includes is not available. */
  tests: TemplateTestReport | null;
}

const file = manifestFile.TEMPLATE;

/**
 * Parses a template: its files and template.json, in the current or the older format. If nothing else is wrong, its tests
 * are run; a test that fails is an error. Never throws; returns all issues at once.
 */
export function parseTemplate(source: DefinitionSource, options: ParseOptions = {}): ParseResult<TemplateDefinition> {
  let tests: TemplateTestReport | null = null;
  const parsed = collectIssues<TemplateDefinition>('TEMPLATE', options, (issues) => {
    const { bundle, authored, parseJson, secrets } = openSource('TEMPLATE', source, options, issues);
    if (authored === null) return null;
    const older = isLegacyTemplate(authored);
    const { manifest, relocate } = older
      ? convertTemplate(authored, parseJson, issues)
      : { manifest: authored, relocate: inPlace };
    if (!older) unusedVersions(bundle.bytesOf, issues);
    // Missing steps were reported where they are expected.
    const contract =
      older && manifest.defaultPlan === undefined ? TemplateManifest.omit({ defaultPlan: true }) : TemplateManifest;
    checkShape(contract, manifest, { file, path: [] }, issues, relocate);
    checkTemplate(manifest, issues, relocate);
    checkTags(manifest, file, issues, relocate);
    checkPromptReferences(
      ownProperty(manifest, 'defaultPlan'),
      bundle.bytesOf,
      { file, path: ['defaultPlan'] },
      issues,
      relocate,
    );
    checkDocumentSecrets(authored, file, secrets);
    secrets.end('TEMPLATE');
    // What was published before tests were run may have tests of any shape.
    const files = options.asPublished ? [] : parseTests(bundle.bytesOf.keys(), parseJson, issues);
    if (issues.failed) return null;
    const checked = manifest as TemplateManifest;
    const plan: PlanSource = { manifest: checked, data: null, include: options.include ?? (() => null) };
    const missing = options.asPublished ? [] : missingIncludes(plan);
    if (missing.length > 0) {
      const message = `The included template ${clip(missing.join(', '), 300)} is not available here, so the plan and its tests were not checked.`;
      issues.warning({ file, path: ['dependencies', missing[0] ?? ''] }, 'template_not_available', message);
    } else {
      checkIncludes(plan, issues);
      if (issues.failed) return null;
      tests = checkTests(plan, files, issues);
    }
    return {
      kind: 'TEMPLATE',
      slug: checked.templateId,
      version: checked.version,
      draft: checked.status === 'draft',
      manifest: checked,
      authored,
      files: bundle.entries,
      digest: digestOf(authored, bundle.counted),
      digestRule: currentDigestRule,
      tests,
    };
  });
  return tests ? { ...parsed, tests } : parsed;
}

/** Checks the relations between the parts of a template. */
function checkTemplate(manifest: Record<string, unknown>, issues: Issues, relocate: Relocate): void {
  const variables = ownProperty(manifest, 'variables');
  const scope: PlanScope = {
    variables,
    supportedAgents: ownProperty(manifest, 'supportedAgents'),
    dependencies: ownProperty(manifest, 'dependencies'),
  };
  const before = issues.count;
  checkVariablesSchema(variables, relocate({ file, path: ['variables'] }), issues);
  const usable = issues.count === before;
  const steps = ownProperty(ownProperty(manifest, 'defaultPlan'), 'steps');
  const list: IssueLocation = { file, path: ['defaultPlan', 'steps'] };
  const beforePlan = issues.count;
  for (const [index, step] of items(steps).entries()) {
    if (!isRecord(step) || step.agent !== undefined || step.template !== undefined) continue;
    const message = '"agent" is required. Must be the id of an agent; write "template" instead to include a template.';
    issues.error(relocate({ file, path: [...list.path, index, 'agent'] }), 'required', message);
  }
  checkPlan({ steps, place: list, pathOf: (index) => [...list.path, index], ...scope }, issues, relocate);
  const sound = issues.count === beforePlan;
  checkOutputSchemas(steps, list, issues, relocate);
  for (const [name, environment] of entries(ownProperty(manifest, 'environments')).slice(0, 50)) {
    const place: IssueLocation = { file, path: ['environments', name] };
    checkOutputSchemas(ownProperty(environment, 'steps'), { file, path: [...place.path, 'steps'] }, issues, inPlace);
    if (sound) checkEnvironmentSteps(steps, ownProperty(environment, 'steps'), place, scope, issues);
    if (usable) checkEnvironmentVariables(variables, ownProperty(environment, 'variables'), place, issues);
  }
  const expected = relocate({ file, path: ['expectedOutputs'] });
  if (Array.isArray(steps)) checkExpectedOutputs(ownProperty(manifest, 'expectedOutputs'), steps, expected, issues);
  checkProfile(ownProperty(manifest, 'resourceProfile'), { file, path: ['resourceProfile'] }, issues);
  const id = ownProperty(manifest, 'templateId');
  if (typeof id === 'string' && ownProperty(ownProperty(manifest, 'dependencies'), id) !== undefined) {
    issues.error({ file, path: ['dependencies', id] }, 'self_dependency', 'A template must not depend on itself.');
  }
}

/** Checks the plan of an environment. Issues of the default plan are not repeated. */
function checkEnvironmentSteps(
  steps: unknown,
  patches: unknown,
  place: IssueLocation,
  scope: PlanScope,
  issues: Issues,
): void {
  const isStep = (step: unknown): step is StepPatch => typeof ownProperty(step, 'id') === 'string';
  const given = items(patches);
  if (!given.some(isStep)) return;
  const list: IssueLocation = { file, path: [...place.path, 'steps'] };
  const ids = given.map((patch) => ownProperty(patch, 'id'));
  for (const [index, id] of ids.entries()) {
    if (typeof id !== 'string' || ids.indexOf(id) === index) continue;
    issues.error(
      { file, path: [...list.path, index, 'id'] },
      'duplicate_step',
      `Step ids must be unique; "${clip(id)}" is used twice.`,
    );
  }
  const base = items(steps).filter((step): step is PlanStep => isStep(step));
  const all = patchSteps(base, given.filter(isStep).filter(isMergeable));
  const pathOf = (index: number): Path | null => {
    const patch = ids.indexOf(all[index]?.id);
    return patch === -1 ? null : [...list.path, patch];
  };
  for (const [index, step] of all.entries()) {
    if (step.agent !== undefined || step.template?.id !== undefined || base.some(({ id }) => id === step.id)) continue;
    const message = `"agent" is required: the environment adds the step "${clip(step.id)}".`;
    issues.error({ file, path: [...(pathOf(index) ?? list.path), 'agent'] }, 'required', message);
  }
  checkPlan({ steps: all, place: list, pathOf, ...scope }, issues, inPlace);
}

const isMergeable = (patch: StepPatch): boolean =>
  [patch.inputs, patch.outputs, patch.template, patch.template?.variables].every(
    (part) => part === undefined || isRecord(part),
  );

function checkEnvironmentVariables(schema: unknown, values: unknown, place: IssueLocation, issues: Issues): void {
  if (!isRecord(values)) return;
  const at = (path: Path): IssueLocation => ({ ...place, path: [...place.path, 'variables', ...path] });
  for (const name of Object.keys(values)) {
    if (!schemaAllowsPath(schema, schema, [name]))
      issues.error(at([name]), 'unknown_variable', `"${clip(name)}" is not a variable of this template.`);
  }
  // What an environment omits is passed at instantiation; a value that it has replaces the whole value.
  for (const { path, code, message } of problemsOfPartialValues(schema ?? noVariables, values)) {
    issues.error(at(path), code, message);
  }
}

function unusedVersions(files: ReadonlyMap<string, unknown>, issues: Issues): void {
  for (const path of files.keys()) {
    if (path.startsWith('versions/'))
      issues.error(
        { file: path, path: [] },
        'unexpected_file',
        'Only the older format uses files under versions/. Remove this file.',
      );
  }
}
