import { problemsOfGiven } from '../checks/defaultCheck.ts';
import { checkExpectedOutputs } from '../checks/expectedOutputsCheck.ts';
import { checkOutputSchemas } from '../checks/outputSchemaCheck.ts';
import { checkProfile, checkPromptReferences } from '../checks/partCheck.ts';
import { checkPlan } from '../checks/planCheck.ts';
import { convertTemplate, isLegacyTemplate } from '../compat/legacyTemplate.ts';
import { currentDigestRule, type DigestRule, digestOf, type FileEntry } from '../contract/digest.ts';
import { type IssueLocation, type Issues, inPlace, type Relocate } from '../contract/issue.ts';
import { manifestFile } from '../contract/kind.ts';
import type { Path } from '../contract/path.ts';
import { clip } from '../contract/path.ts';
import type { PlanStep, StepPatch } from '../contract/plan.ts';
import { patchSteps } from '../contract/planFor.ts';
import { checkShape } from '../contract/shape.ts';
import { checkTags } from '../contract/tags.ts';
import { TemplateManifest } from '../contract/template.ts';
import { schemaAllowsPath } from '../jsonSchema/schemaAllowsPath.ts';
import { noVariables } from '../jsonSchema/variables.ts';
import { checkVariablesSchema } from '../jsonSchema/variablesSchema.ts';
import { checkDocumentSecrets } from '../secrets/secretCheck.ts';
import { entries, isRecord, items, own } from './jsonValue.ts';
import { type DefinitionSource, open, type ReadOptions, type ReadResult, reading } from './source.ts';

/** A template that may be published. */
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
}

const file = manifestFile.TEMPLATE;

/** Reads a template: its files and template.json, in the current or the older shape. Never throws; finds every issue at once. */
export function parseTemplate(source: DefinitionSource, options: ReadOptions = {}): ReadResult<TemplateDefinition> {
  return reading('TEMPLATE', options, (issues) => {
    const { bundle, authored, readJson, secrets } = open('TEMPLATE', source, options, issues);
    if (authored === null) return null;
    const older = isLegacyTemplate(authored);
    const { manifest, relocate } = older
      ? convertTemplate(authored, readJson, issues)
      : { manifest: authored, relocate: inPlace };
    if (!older) unusedVersions(bundle.bytesOf, issues);
    // Steps that could not be found were reported where they should be.
    const contract =
      older && manifest.defaultPlan === undefined ? TemplateManifest.omit({ defaultPlan: true }) : TemplateManifest;
    checkShape(contract, manifest, { file, path: [] }, issues, relocate);
    checkTemplate(manifest, issues, relocate);
    checkTags(manifest, file, issues, relocate);
    checkPromptReferences(
      own(manifest, 'defaultPlan'),
      bundle.bytesOf,
      { file, path: ['defaultPlan'] },
      issues,
      relocate,
    );
    checkDocumentSecrets(authored, file, secrets);
    secrets.end('TEMPLATE');
    if (issues.failed) return null;
    const checked = manifest as TemplateManifest;
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
    };
  });
}

/** What must hold between the parts of a template. */
function checkTemplate(manifest: Record<string, unknown>, issues: Issues, relocate: Relocate): void {
  const variables = own(manifest, 'variables');
  const supportedAgents = own(manifest, 'supportedAgents');
  const before = issues.count;
  checkVariablesSchema(variables, relocate({ file, path: ['variables'] }), issues);
  const usable = issues.count === before;
  const steps = own(own(manifest, 'defaultPlan'), 'steps');
  const list: IssueLocation = { file, path: ['defaultPlan', 'steps'] };
  const beforePlan = issues.count;
  checkPlan(
    { steps, place: list, pathOf: (index) => [...list.path, index], variables, supportedAgents },
    issues,
    relocate,
  );
  const sound = issues.count === beforePlan;
  checkOutputSchemas(steps, list, issues, relocate);
  for (const [name, environment] of entries(own(manifest, 'environments')).slice(0, 50)) {
    const place: IssueLocation = { file, path: ['environments', name] };
    checkOutputSchemas(own(environment, 'steps'), { file, path: [...place.path, 'steps'] }, issues, inPlace);
    if (sound) checkEnvironmentSteps(steps, own(environment, 'steps'), place, { variables, supportedAgents }, issues);
    if (usable) checkEnvironmentVariables(variables, own(environment, 'variables'), place, issues);
  }
  const expected = relocate({ file, path: ['expectedOutputs'] });
  if (Array.isArray(steps)) checkExpectedOutputs(own(manifest, 'expectedOutputs'), steps, expected, issues);
  checkProfile(own(manifest, 'resourceProfile'), { file, path: ['resourceProfile'] }, issues);
  const id = own(manifest, 'templateId');
  if (typeof id === 'string' && own(own(manifest, 'dependencies'), id) !== undefined) {
    issues.error({ file, path: ['dependencies', id] }, 'self_dependency', 'A template must not depend on itself.');
  }
}

/** The plan of an environment must hold together, too. What the default plan gets wrong is not said again. */
function checkEnvironmentSteps(
  steps: unknown,
  patches: unknown,
  place: IssueLocation,
  rest: { variables: unknown; supportedAgents: unknown },
  issues: Issues,
): void {
  const isStep = (step: unknown): step is StepPatch => typeof own(step, 'id') === 'string';
  const given = items(patches);
  if (!given.some(isStep)) return;
  const list: IssueLocation = { file, path: [...place.path, 'steps'] };
  const ids = given.map((patch) => own(patch, 'id'));
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
    if (step.agent !== undefined || base.some(({ id }) => id === step.id)) continue;
    const message = `"agent" is required: the environment adds the step "${clip(step.id)}".`;
    issues.error({ file, path: [...(pathOf(index) ?? list.path), 'agent'] }, 'required', message);
  }
  checkPlan({ steps: all, place: list, pathOf, ...rest }, issues, inPlace);
}

const isMergeable = (patch: StepPatch): boolean =>
  [patch.inputs, patch.outputs].every((part) => part === undefined || isRecord(part));

function checkEnvironmentVariables(schema: unknown, values: unknown, place: IssueLocation, issues: Issues): void {
  if (!isRecord(values)) return;
  const at = (path: Path): IssueLocation => ({ ...place, path: [...place.path, 'variables', ...path] });
  for (const name of Object.keys(values)) {
    if (!schemaAllowsPath(schema, schema, [name]))
      issues.error(at([name]), 'unknown_variable', `"${clip(name)}" is not a variable of this template.`);
  }
  // Whatever an environment leaves out is given at instantiation; a value that it has is taken whole.
  for (const { path, code, message } of problemsOfGiven(schema ?? noVariables, values)) {
    if (code !== 'unknown_variable' || path.length > 1) issues.error(at(path), code, message);
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
