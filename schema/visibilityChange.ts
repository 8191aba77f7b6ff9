import type { VisibilityChange as Change } from '../src/registry/visibilityChange.ts';
import { builder } from './builder.ts';
import { Visibility } from './enums.ts';

export const VisibilityChange = builder.objectRef<Change>('VisibilityChange').implement({
  description: 'What a change makes readable to other namespaces and anonymous callers, and what it takes from them.',
  fields: (t) => ({
    before: t.expose('before', { type: Visibility, description: 'Visibility of the entry before the change.' }),
    after: t.expose('after', { type: Visibility, description: 'Visibility of the entry after the change.' }),
    readableBefore: t.exposeBoolean('readableBefore', { description: 'Whether they could read the entry before.' }),
    readableAfter: t.exposeBoolean('readableAfter', { description: 'Whether they can read the entry afterwards.' }),
    versionsShown: t.exposeStringList('versionsShown', {
      description: 'Versions that become readable to them, newest first, up to 1,000.',
    }),
    versionsHidden: t.exposeStringList('versionsHidden', {
      description: 'Versions that are no longer readable to them, newest first, up to 1,000.',
    }),
  }),
});

/** The field of a payload: null when everyone can read what they could read before. */
export const visibilityChangeField = {
  type: VisibilityChange,
  nullable: true,
  description: 'What others can read from now on, or no longer. Null when nothing changes for them.',
  resolve: ({ visibilityChange }: { visibilityChange?: Change | null }) => visibilityChange ?? null,
} as const;
