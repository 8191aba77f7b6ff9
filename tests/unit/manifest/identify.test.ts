import { expect, it } from 'vitest';
import { identify } from '../../../packages/manifest/read/parseDefinition.ts';

const none = { slug: null, version: null };
const text = (padding: number) => `{"agentId":"an-agent","version":"1.0.0"${' '.repeat(padding)}}`;
const longest = 1_048_576 - text(0).length;

it.each<[string, 'AGENT' | 'TEMPLATE', unknown, object]>([
  [
    'an agent',
    'AGENT',
    { agentId: 'an-agent', templateId: 'a-template', version: '1.0.0' },
    { slug: 'an-agent', version: '1.0.0' },
  ],
  [
    'a template',
    'TEMPLATE',
    { agentId: 'an-agent', templateId: 'a-template', version: '1.0.0' },
    { slug: 'a-template', version: '1.0.0' },
  ],
  ['a text', 'AGENT', text(0), { slug: 'an-agent', version: '1.0.0' }],
  ['a text of 1 MiB', 'AGENT', text(longest), { slug: 'an-agent', version: '1.0.0' }],
  ['a longer text', 'AGENT', text(longest + 1), none],
  ['a text that is not JSON', 'AGENT', '{', none],
  ['an id and a version that are not valid', 'AGENT', { agentId: 'A b', version: 'one' }, none],
  [
    'what has a length',
    'AGENT',
    { agentId: 'an-agent', version: '1.0.0', length: 2_000_000 },
    { slug: 'an-agent', version: '1.0.0' },
  ],
  [
    'what has a small length',
    'AGENT',
    { agentId: 'an-agent', version: '1.0.0', length: 1 },
    { slug: 'an-agent', version: '1.0.0' },
  ],
  [
    'what cannot be read',
    'AGENT',
    {
      get agentId() {
        throw new Error('Broken.');
      },
    },
    none,
  ],
])('the identity of %s', (_, kind, manifest, identity) => {
  expect(identify(kind, manifest)).toEqual(identity);
});
