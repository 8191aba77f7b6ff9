import { concerning } from './rule.ts';

/** What agents and templates have in common. */
export const sharedRules = {
  ...concerning(['LIMITS'], {
    'limit-lowered': [
      'RISKY',
      'A limit was set or lowered',
      'Runs that stayed within the earlier limit may be stopped, or get too little.',
    ],
    'limit-raised': ['SAFE', 'A limit was raised or removed', 'Runs that stayed within the earlier limit still do.'],
    'estimate-changed': ['SAFE', 'The estimated duration changed', 'An estimate stops nothing.'],
  }),
  ...concerning(['PROMPTS'], {
    'entry-prompt-changed': ['RISKY', 'The agent starts with another prompt', 'It may behave differently.'],
    'prompt-changed': ['RISKY', 'The text of a prompt changed', 'Answers may differ.'],
    'prompt-removed': ['RISKY', 'A prompt was removed', 'Readers of this file no longer find it.'],
    'prompt-added': ['SAFE', 'A prompt was added', 'All others are still there.'],
  }),
  ...concerning(['FILES'], {
    'file-changed': ['RISKY', 'A file changed', 'Readers of this file get different content.'],
    'file-removed': ['RISKY', 'A file was removed', 'Readers of this file no longer find it.'],
    'file-added': ['SAFE', 'A file was added', 'All others are still there.'],
    'documentation-changed': ['SAFE', 'Documentation, tests or an icon changed', 'Runs do not use it.'],
  }),
  ...concerning(['DEPENDENCIES'], {
    'dependency-added': ['RISKY', 'A dependency was added', 'It must be available where the earlier version was used.'],
    'dependency-removed': ['SAFE', 'A dependency was removed', 'Less is needed.'],
    'dependency-narrowed': [
      'RISKY',
      'Versions of a dependency are no longer accepted',
      'It may resolve to another version, or conflict with a pinned one.',
    ],
    'dependency-widened': ['SAFE', 'More versions of a dependency are accepted', 'Every version that was accepted is.'],
  }),
  ...concerning(['VISIBILITY'], {
    'visibility-private': [
      'RISKY',
      'The entry becomes private',
      'Other namespaces and anonymous callers can no longer read it.',
    ],
    'visibility-public': ['SAFE', 'The entry becomes public', 'No reader loses access.'],
  }),
  ...concerning(['LISTING'], {
    'listing-changed': [
      'SAFE',
      'The name, description, tags, owner or other data for the catalog changed',
      'Runs do not use it.',
    ],
    'manifest-changed': ['RISKY', 'A value without a rule of its own changed', 'The effect is not known.'],
    'too-large': [
      'RISKY',
      'The two versions differ in too many places to compare all of them',
      'There may be breaking changes that are not listed.',
    ],
  }),
};
