import type { VisibilityChange as Change } from '../src/registry/visibilityChange.ts';
import { builder } from './builder.ts';
import { Visibility } from './enums.ts';

export const VisibilityChange = builder.objectRef<Change>('VisibilityChange').implement({
  description: 'The effect of a change on what other namespaces and anonymous callers can read.',
  fields: (t) => ({
    before: t.expose('before', { type: Visibility, description: 'Visibility of the entry before the change.' }),
    after: t.expose('after', { type: Visibility, description: 'Visibility of the entry after the change.' }),
    readableBefore: t.exposeBoolean('readableBefore', {
      description: 'Whether they could read the entry before the change.',
    }),
    readableAfter: t.exposeBoolean('readableAfter', {
      description: 'Whether they can read the entry after the change.',
    }),
    versionsShown: t.exposeStringList('versionsShown', {
      description: 'Version numbers that become readable to them, highest first, up to 1,000.',
    }),
    versionsHidden: t.exposeStringList('versionsHidden', {
      description: 'Version numbers that are no longer readable to them, highest first, up to 1,000.',
    }),
  }),
});

/** A field of payloads. Null if everyone can read the same as before. */
export const visibilityChangeField = {
  type: VisibilityChange,
  nullable: true,
  description: 'What becomes readable to others, or is no longer readable to them. Null if nothing changes for them.',
  resolve: ({ visibilityChange }: { visibilityChange?: Change | null }) => visibilityChange ?? null,
} as const;
