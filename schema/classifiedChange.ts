import type { ClassifiedChange as Change } from '../packages/manifest/index.ts';
import { builder } from './builder.ts';
import { ChangeConcern, ChangeKind, ChangeLevel } from './enums.ts';

export const ClassifiedChange = builder.objectRef<Change>('ClassifiedChange').implement({
  description: 'A change between two versions, as someone sees it who uses the earlier one.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Location in the manifest, or the path of a file.' }),
    change: t.expose('change', { type: ChangeKind, description: 'How the value differs.' }),
    level: t.expose('level', { type: ChangeLevel, description: 'Effect on users of the earlier version.' }),
    rule: t.exposeString('rule', { description: 'Name of the rule, such as variable-required.' }),
    reason: t.exposeString('reason', { description: 'What changed, and whom it affects.' }),
    concerns: t.field({
      type: [ChangeConcern],
      description: 'Parts of the definition that the change concerns.',
      resolve: ({ concerns }) => [...concerns],
    }),
    fingerprint: t.exposeString('fingerprint', {
      description: 'Identifies this change of these values: 16 hexadecimal digits. The same for every version number.',
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value before the change. For a file, its SHA-256.',
      resolve: (change) => change.before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value after the change. For a file, its SHA-256.',
      resolve: (change) => change.after,
    }),
  }),
});
