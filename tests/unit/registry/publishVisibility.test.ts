import { describe, expect, it } from 'vitest';
import type { AgentManifest } from '../../../packages/manifest/index.ts';
import type { LockedEntry, Visibility } from '../../../src/db/entry.ts';
import { hiddenByPrivate, publishVisibility } from '../../../src/registry/publishVisibility.ts';

const entry = (visibility: Visibility, currentVersion: string | null = '1.0.0') =>
  ({ slug: 'reviewer', visibility, currentVersion }) as LockedEntry;
const manifest = (visibility?: 'public' | 'private') => ({ visibility }) as AgentManifest;

describe('a publish', () => {
  it.each<[Visibility, 'public' | 'private' | undefined]>([
    ['PUBLIC', undefined],
    ['PRIVATE', undefined],
    ['PUBLIC', 'public'],
    ['PRIVATE', 'private'],
  ])('leaves a %s entry as it is if its manifest declares %s', (visibility, declared) => {
    const unchanged = { visibility, changes: false, warnings: [] };
    expect(publishVisibility('AGENT', entry(visibility), manifest(declared), true)).toEqual(unchanged);
    expect(publishVisibility('AGENT', entry(visibility, null), manifest(declared), false)).toEqual(unchanged);
  });

  it.each<[Visibility, 'public' | 'private', Visibility, string]>([
    ['PRIVATE', 'public', 'PUBLIC', 'Other namespaces and anonymous callers can read it and its public versions.'],
    ['PUBLIC', 'private', 'PRIVATE', 'Other namespaces and anonymous callers can no longer read it.'],
  ])(
    'makes a %s entry %s with the version that becomes current, or is its first',
    (before, declared, after, effect) => {
      const changed = {
        visibility: after,
        changes: true,
        warnings: [
          {
            file: 'agent.json',
            path: 'visibility',
            code: 'visibility_changed',
            message: `The visibility of reviewer changes from ${before} to ${after}. ${effect}`,
            severity: 'warning',
          },
        ],
      };
      expect(publishVisibility('AGENT', entry(before), manifest(declared), true)).toEqual(changed);
      expect(publishVisibility('AGENT', entry(before, null), manifest(declared), false)).toEqual(changed);
    },
  );

  it('keeps the visibility of an entry with another current version', () => {
    expect(publishVisibility('TEMPLATE', entry('PUBLIC'), manifest('private'), false)).toEqual({
      visibility: 'PUBLIC',
      changes: false,
      warnings: [
        {
          file: 'template.json',
          path: 'visibility',
          code: 'visibility_kept',
          message:
            'reviewer stays PUBLIC: only a version that becomes the current version changes it. ' +
            'This version is private. Use setVisibility to change the entry.',
          severity: 'warning',
        },
      ],
    });
  });

  it('warns of a private version that hides a public entry', () => {
    expect(hiddenByPrivate('TEMPLATE', entry('PUBLIC'), '1.1.0')).toEqual({
      file: 'template.json',
      path: 'visibility',
      code: 'current_version_private',
      message:
        'reviewer is public, but 1.1.0 was uploaded while it was private, so others can read neither of them. ' +
        'Use setVisibility with `versions` to make it public.',
      severity: 'warning',
    });
  });
});
