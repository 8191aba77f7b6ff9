import type { Issues } from '../values/issue.ts';
import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { manifestFile } from '../values/kind.ts';
import { Conversion, type Converted } from './legacy.ts';

const legacyKeys = ['manifest', 'capabilities', 'sourceCommit'];

/** True for an agent.json with `manifest` or `capabilities` at its top. */
export const isLegacyAgent = (value: Record<string, unknown>): boolean =>
  ['manifest', 'capabilities'].some((key) => Object.hasOwn(value, key));

/** The current shape of a legacy agent.json: see "Definitions that exist today in another shape" in the contract. */
export function convertAgent(legacy: Record<string, unknown>, issues: Issues): Converted {
  const conversion = new Conversion(manifestFile.AGENT, issues);
  const manifest = Object.fromEntries(Object.entries(legacy).filter(([key]) => !legacyKeys.includes(key)));
  if (Object.hasOwn(legacy, 'sourceCommit'))
    conversion.differs(['sourceCommit'], 'Ignored: the commit is passed when publishing. Remove this key.');
  conversion.status(manifest);
  convertInner(legacy, manifest, conversion, issues);
  convertCapabilities(legacy, manifest, conversion);
  if (!Object.hasOwn(legacy, 'description') && typeof legacy.name === 'string') {
    manifest.description = legacy.name;
    conversion.differs(['description'], '"description" is missing; "name" is used instead.');
  }
  return { manifest, relocate: conversion.relocate };
}

/** `manifest {entryPrompt | entry, model, ...}`: the first two are top-level keys now, the rest goes to metadata. */
function convertInner(
  legacy: Record<string, unknown>,
  manifest: Record<string, unknown>,
  conversion: Conversion,
  issues: Issues,
): void {
  const inner = ownProperty(legacy, 'manifest');
  if (inner === undefined) return;
  if (!isRecord(inner)) {
    issues.error({ file: conversion.file, path: ['manifest'] }, 'invalid_type', 'Must be an object.');
    return;
  }
  const { entryPrompt, entry, model, capabilities: _, ...rest } = inner;
  for (const [from, to, value] of [
    ['entry', 'entryPrompt', entry],
    ['entryPrompt', 'entryPrompt', entryPrompt],
    ['model', 'model', model],
  ] as const) {
    if (value === undefined) continue;
    manifest[to] = value;
    conversion.moved([to], ['manifest', from]);
    conversion.differs(['manifest', from], `Move this to "${to}" at the top level.`);
  }
  if (Object.keys(rest).length === 0) return;
  manifest.metadata =
    isRecord(legacy.metadata) || legacy.metadata === undefined
      ? { ...(legacy.metadata ?? {}), manifest: rest }
      : legacy.metadata;
  for (const key of Object.keys(rest))
    conversion.differs(['manifest', key], 'Not part of the contract; kept under metadata.manifest.');
}

/** `capabilities[] {id, label, description}` become skills, as do the ids in `manifest.capabilities[]`. */
function convertCapabilities(
  legacy: Record<string, unknown>,
  manifest: Record<string, unknown>,
  conversion: Conversion,
): void {
  const described = ownProperty(legacy, 'capabilities');
  const named = ownProperty(ownProperty(legacy, 'manifest'), 'capabilities');
  const declared = ownProperty(legacy, 'skills');
  const skills: unknown[] = [...items(declared)];
  const ids = new Set(skills.map((skill) => ownProperty(skill, 'id')));
  const add = (skill: unknown, from: (string | number)[]): void => {
    conversion.moved(['skills', skills.length], from);
    skills.push(skill);
  };
  if (described !== undefined)
    conversion.differs(['capabilities'], 'Rename this to "skills", and each "label" to "name".');
  if (named !== undefined) conversion.differs(['manifest', 'capabilities'], 'Move these to "skills" at the top level.');
  // What is not an array cannot be joined with the others; the check of the shape reports it where it was authored.
  for (const [list, from] of [
    [declared, ['skills']],
    [described, ['capabilities']],
    [named, ['manifest', 'capabilities']],
  ] as const) {
    if (list === undefined || Array.isArray(list)) continue;
    manifest.skills = list;
    conversion.moved(['skills'], from);
    return;
  }
  for (const [index, capability] of items(described).entries()) {
    const { label, ...rest } = isRecord(capability) ? capability : {};
    const id = typeof capability === 'string' ? capability : rest.id;
    ids.add(id);
    if (label !== undefined && rest.name === undefined)
      conversion.moved(['skills', skills.length, 'name'], ['capabilities', index, 'label']);
    if (typeof capability === 'string') add({ id: capability, name: capability }, ['capabilities', index]);
    else add(isRecord(capability) ? { name: label ?? id, ...rest } : capability, ['capabilities', index]);
  }
  for (const [index, id] of items(named).entries()) {
    if (ids.has(id)) continue;
    ids.add(id);
    add(typeof id === 'string' ? { id, name: id } : id, ['manifest', 'capabilities', index]);
  }
  if (skills.length > 0) manifest.skills = skills;
}
