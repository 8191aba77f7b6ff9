import type { CompatibilityCheck as Check } from '../src/registry/checkCompatibility.ts';
import { builder } from './builder.ts';
import { ClassifiedChange } from './classifiedChange.ts';
import { ChangeLevel, CompatibilityPolicy } from './enums.ts';

const CompatibilityCheck = builder.objectRef<Check>('CompatibilityCheck').implement({
  description: 'How a version compares with the newest release that is older than it.',
  fields: (t) => ({
    policy: t.expose('policy', { type: CompatibilityPolicy, description: 'Policy of the entry.' }),
    against: t.exposeString('against', { description: 'Version number of the earlier release.' }),
    level: t.expose('level', {
      type: ChangeLevel,
      nullable: true,
      description: 'Most severe level of all changes. Null if nothing changed.',
    }),
    compatible: t.exposeBoolean('compatible', {
      description: 'Whether the version number allows the changes, or all breaking ones were acknowledged.',
    }),
    requiredVersion: t.exposeString('requiredVersion', {
      description: 'Lowest version number that allows breaking changes.',
    }),
    changes: t.expose('changes', {
      type: [ClassifiedChange],
      description: 'The changes, most severe first, up to 100, without their values.',
    }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether there are more changes than are listed.' }),
    acknowledged: t.exposeStringList('acknowledged', {
      description: 'Fingerprints of the breaking changes that were acknowledged.',
    }),
  }),
});

/** A field of payloads. */
export const compatibilityField = {
  type: CompatibilityCheck,
  nullable: true,
  description:
    'How the version compares with the release before it. Null if there is none, if nothing was published, or if the policy is NONE.',
  resolve: ({ compatibility }: { compatibility?: Check | null }) => compatibility ?? null,
} as const;

export const acknowledgeField =
  'Fingerprints of breaking changes that were reviewed and are allowed although the version number does not allow them, up to 100. `allowChanges` in the manifest keeps them.';
