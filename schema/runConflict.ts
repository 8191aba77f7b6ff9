import type { RunConflict as Conflict } from '../packages/manifest/index.ts';
import { builder } from './builder.ts';

export const RunConflict = builder.objectRef<Conflict>('RunConflict').implement({
  description: 'Something that has to be decided before a run is upgraded.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Location, such as `variables.depth`, or `environment`.' }),
    reason: t.exposeString('reason', { description: 'Why it has to be decided.' }),
    base: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value that the template version of the run gives. Null if there is none.',
      resolve: ({ base }) => base,
    }),
    mine: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value of the run. Null if there is none.',
      resolve: ({ mine }) => mine,
    }),
    theirs: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value that the other template version gives. Null if there is none.',
      resolve: ({ theirs }) => theirs,
    }),
  }),
});
