import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Changes } from './changes.ts';
import { compareServers } from './compareServers.ts';
import { compareLimits, compareOther, compareRanges, eachDifference } from './compareShared.ts';

/** Compares the manifests of two versions of an agent, and their MCP servers. */
export function compareAgent(
  changes: Changes,
  before: unknown,
  after: unknown,
  servers: readonly [before: unknown, after: unknown],
): void {
  const both = (key: string) => [ownProperty(before, key), ownProperty(after, key)] as const;
  compareSkills(changes, ...both('skills'));
  compareEnv(changes, ...both('env'));
  compareServers(changes, servers, both('env'));
  compareModel(changes, ...both('model'));
  compareLimits(changes, ...both('resourceProfile'), ['resourceProfile']);
  compareRanges(changes, 'dependency', ...both('dependencies'), ['dependencies']);
  const [entryBefore, entryAfter] = both('entryPrompt');
  if (entryBefore !== entryAfter) changes.add('entry-prompt-changed', ['entryPrompt'], entryBefore, entryAfter);
  compareOther(changes, before, after, compared);
}

const compared = new Set(['skills', 'env', 'model', 'resourceProfile', 'dependencies', 'entryPrompt']);

const by = (key: string, list: unknown): Record<string, unknown> =>
  Object.fromEntries(items(list).map((item) => [String(ownProperty(item, key)), item]));

function compareSkills(changes: Changes, before: unknown, after: unknown): void {
  eachDifference(changes, by('id', before), by('id', after), (id, old, now) => {
    const rule = old === undefined ? 'skill-added' : now === undefined ? 'skill-removed' : 'skill-described';
    changes.add(rule, ['skills', id], old, now);
  });
}

/** Whether the agent does not start without it. */
const isRequired = (variable: unknown): boolean =>
  ownProperty(variable, 'isRequired') === true && ownProperty(variable, 'default') === undefined;

const isSecret = (variable: unknown): boolean => ownProperty(variable, 'isSecret') === true;

function compareEnv(changes: Changes, before: unknown, after: unknown): void {
  eachDifference(changes, by('name', before), by('name', after), (name, old, now) => {
    const path = ['env', name];
    const required = isSecret(now) ? 'env-secret-required' : 'env-required';
    if (old === undefined) return changes.add(isRequired(now) ? required : 'env-added', path, old, now);
    if (now === undefined) return changes.add('env-removed', path, old, now);
    if (isRequired(now) !== isRequired(old)) changes.add(isRequired(now) ? required : 'env-optional', path, old, now);
    else if (ownProperty(old, 'default') !== ownProperty(now, 'default')) {
      changes.add(
        'env-default-changed',
        [...path, 'default'],
        ownProperty(old, 'default'),
        ownProperty(now, 'default'),
      );
    }
    if (isSecret(old) !== isSecret(now)) {
      changes.add('env-secrecy-changed', [...path, 'isSecret'], isSecret(old), isSecret(now));
    }
    const [was, is] = [ownProperty(old, 'description'), ownProperty(now, 'description')];
    if (was !== is) changes.add('env-described', [...path, 'description'], was, is);
  });
}

function compareModel(changes: Changes, before: unknown, after: unknown): void {
  if (!(isRecord(before) && isRecord(after))) {
    if (before !== after) changes.add('model-changed', ['model'], before, after);
    return;
  }
  eachDifference(changes, before, after, (key, old, now) => {
    const isName = ['name', 'id', 'model', 'provider'].includes(key);
    changes.add(isName ? 'model-changed' : 'model-settings-changed', ['model', key], old, now);
  });
}
