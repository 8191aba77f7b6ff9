import { eachText, placeholdersIn } from '../contract/placeholders.ts';
import type { Issues } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { manifestFile } from '../values/kind.ts';
import type { Path } from '../values/path.ts';
import { Conversion, type Converted } from './legacy.ts';

/** True for a template.json with `content`, which contains the steps or names their file. */
export const isLegacyTemplate = (value: Record<string, unknown>): boolean =>
  Object.hasOwn(value, 'content') && !Object.hasOwn(value, 'defaultPlan');

/** Parses and checks another JSON file of the definition; undefined if that fails (an issue gives the reason). */
type ParseJson = (path: string) => unknown;

/** The current shape of a legacy template.json: see "Definitions that exist today in another shape" in the contract. */
export function convertTemplate(legacy: Record<string, unknown>, parseJson: ParseJson, issues: Issues): Converted {
  const conversion = new Conversion(manifestFile.TEMPLATE, issues);
  const { content, sourceCommit, ...manifest } = legacy;
  if (sourceCommit !== undefined)
    conversion.differs(['sourceCommit'], 'Ignored: the commit is passed when publishing. Remove this key.');
  conversion.status(manifest);
  const flow = parseFlow(content, parseJson, conversion, issues);
  if (flow) {
    const steps = convertSteps(flow, conversion);
    manifest.defaultPlan = { steps };
    conversion.moved(['defaultPlan', 'steps'], [...flow.path, 'steps'], flow.file);
    if (!Object.hasOwn(manifest, 'variables')) manifest.variables = declareVariables(steps, flow, conversion);
    keepMetadata(flow, manifest, conversion);
  }
  const version = ownProperty(legacy, 'version');
  if (flow?.path.length === 0 && typeof version === 'string' && flow.file !== `versions/${version}.json`) {
    const place = { file: conversion.file, path: ['content', 'versionFile'] };
    issues.warning(
      place,
      'version_file_mismatch',
      'The file name must be the template version, as in "versions/1.0.0.json".',
    );
  }
  convertAgents(legacy, manifest, conversion);
  fill(manifest, 'expectedOutputs', {}, conversion);
  fill(manifest, 'rollbackAdvice', 'Not provided.', conversion);
  fill(manifest, 'resourceProfile', {}, conversion);
  if (typeof legacy.name === 'string') fill(manifest, 'description', legacy.name, conversion);
  return { manifest, relocate: conversion.relocate };
}

/** The document with the steps, and where it is. */
interface Flow {
  value: Record<string, unknown>;
  file: string;
  path: Path;
}

function parseFlow(content: unknown, parseJson: ParseJson, conversion: Conversion, issues: Issues): Flow | null {
  const wrong = (path: Path, code: IssueCode, message: string, file = conversion.file): null => {
    issues.error({ file, path }, code, message);
    return null;
  };
  if (!isRecord(content)) return wrong(['content'], 'invalid_type', 'Must be an object.');
  if (Object.hasOwn(content, 'steps')) {
    conversion.differs(['content'], 'Move the steps to "defaultPlan": {"steps": [...]}.');
    return { value: content, file: conversion.file, path: ['content'] };
  }
  const file = ownProperty(content, 'versionFile');
  if (typeof file !== 'string' || !/^versions\/.+\.json$/.test(file)) {
    return wrong(
      ['content', 'versionFile'],
      'invalid_version_file',
      'Must be the path of a file under versions/, such as "versions/1.0.0.json".',
    );
  }
  conversion.differs(['content'], 'Move the steps to "defaultPlan": {"steps": [...]} in template.json.');
  const value = parseJson(file);
  if (value === undefined) return null;
  return isRecord(value) ? { value, file, path: [] } : wrong([], 'invalid_type', 'Must be an object.', file);
}

function convertSteps(flow: Flow, conversion: Conversion): unknown {
  const authored = ownProperty(flow.value, 'steps');
  if (!Array.isArray(authored)) return authored;
  const used = new Map<string, Set<string>>();
  for (const step of authored) {
    eachText(ownProperty(step, 'inputs'), (text) => {
      for (const { segments } of placeholdersIn(text)) {
        const [root, id, outputs, name] = segments ?? [];
        if (root !== 'steps' || outputs !== 'outputs' || id === undefined || name === undefined) continue;
        used.set(id, (used.get(id) ?? new Set()).add(name));
      }
    });
  }
  return authored.map((step: unknown, index) => {
    if (!isRecord(step)) return step;
    const from = [...flow.path, 'steps', index];
    const { agentId, ...result } = step;
    if (agentId !== undefined && result.agent === undefined) {
      result.agent = agentId;
      conversion.moved(['defaultPlan', 'steps', index, 'agent'], [...from, 'agentId'], flow.file);
      conversion.differs([...from, 'agentId'], 'Rename this to "agent".', flow.file);
    }
    const names = typeof step.id === 'string' ? used.get(step.id) : undefined;
    if (result.outputs === undefined && names) {
      result.outputs = Object.fromEntries([...names].map((name) => [name, {}]));
      conversion.differs(
        from,
        'The step declares no outputs; the outputs that other steps use are assumed. Declare them in "outputs".',
        flow.file,
      );
    }
    if (result.inputs !== undefined) result.inputs = renameVariables(result.inputs);
    return result;
  });
}

const bare = /\{\{\s*(?!variables\.|steps\.)([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*\}\}/g;

/** `{{ ticket }}` of the legacy shape is `{{ variables.ticket }}`. */
function renameVariables(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(bare, '{{ variables.$1 }}');
  if (Array.isArray(value)) return value.map(renameVariables);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameVariables(item)]))
    : value;
}

/** A schema that requires every variable the steps use: the legacy shape declares none. */
function declareVariables(steps: unknown, flow: Flow, conversion: Conversion): Record<string, unknown> {
  const names = new Set<string>();
  for (const step of items(steps)) {
    eachText(ownProperty(step, 'inputs'), (text) => {
      for (const { segments } of placeholdersIn(text))
        if (segments?.[0] === 'variables' && segments[1] !== undefined) names.add(segments[1]);
    });
  }
  const list = [...names].filter((name) => name !== '__proto__');
  if (list.length > 0) {
    conversion.differs(
      [...flow.path, 'steps'],
      'The template declares no variables; every variable used in inputs is assumed to be required. Declare them in "variables" and write {{ variables.name }}.',
      flow.file,
    );
  }
  return {
    type: 'object',
    ...(list.length > 0 && { required: list, properties: Object.fromEntries(list.map((name) => [name, {}])) }),
  };
}

/** Keeps the other keys of the document under metadata. */
function keepMetadata(flow: Flow, manifest: Record<string, unknown>, conversion: Conversion): void {
  const { steps: _, ...rest } = flow.value;
  if (Object.keys(rest).length === 0 || (manifest.metadata !== undefined && !isRecord(manifest.metadata))) return;
  manifest.metadata = { ...manifest.metadata, content: rest };
  for (const key of Object.keys(rest))
    conversion.differs([...flow.path, key], 'Not part of the contract; kept under metadata.content.', flow.file);
}

/** Supports `metadata.agents[]` and every agent that a step uses, in any version. */
function convertAgents(
  legacy: Record<string, unknown>,
  manifest: Record<string, unknown>,
  conversion: Conversion,
): void {
  if (Object.hasOwn(legacy, 'supportedAgents')) return;
  const named = items(ownProperty(ownProperty(legacy, 'metadata'), 'agents'));
  const used = items(ownProperty(manifest.defaultPlan, 'steps')).map((step) => ownProperty(step, 'agent'));
  const ids = [...named, ...used].filter((id): id is string => typeof id === 'string' && id !== '__proto__');
  manifest.supportedAgents = Object.fromEntries(ids.map((id) => [id, '*']));
  for (const [index, id] of named.entries())
    if (typeof id === 'string') conversion.moved(['supportedAgents', id], ['metadata', 'agents', index]);
  conversion.differs(
    ['metadata', 'agents'],
    'Replace this with "supportedAgents": {"<agentId>": "<range>"}; until then, any version is accepted.',
  );
}

function fill(manifest: Record<string, unknown>, key: string, value: unknown, conversion: Conversion): void {
  if (Object.hasOwn(manifest, key)) return;
  manifest[key] = value;
  conversion.differs([key], `"${key}" is missing; ${JSON.stringify(value).slice(0, 60)} is used instead.`);
}
