import { agent, files, template } from './example.ts';

export const sharedExamples = {
  'limit-lowered': template({ resourceProfile: { memoryMb: 512 } }, { resourceProfile: { memoryMb: 256 } }, [
    { resourceProfile: { memoryMb: 1024 } },
    'limit-raised',
  ]),
  'limit-raised': template({ resourceProfile: { timeoutSeconds: 60 } }, { resourceProfile: { timeoutSeconds: 600 } }, [
    { resourceProfile: { timeoutSeconds: 30 } },
    'limit-lowered',
  ]),
  'estimate-changed': template(
    { resourceProfile: { estimatedTimeMs: 900 } },
    { resourceProfile: { estimatedTimeMs: 300 } },
    [{ resourceProfile: { estimatedTimeMs: 900, cpu: 1 } }, 'limit-lowered'],
  ),
  'entry-prompt-changed': agent({ entryPrompt: 'prompts/system.md' }, { entryPrompt: 'prompts/short.md' }, [
    { entryPrompt: 'prompts/system.md' },
    null,
  ]),
  'prompt-changed': files({ 'prompts/system.md': 'Review.' }, { 'prompts/system.md': 'Review twice.' }, [
    { 'prompts/system.md': 'Review.' },
    null,
  ]),
  'prompt-removed': files(
    { 'prompts/system.md': 'Review.', 'prompts/extra.md': 'More.' },
    { 'prompts/system.md': 'Review.' },
    [{ 'prompts/system.md': 'Review.', 'prompts/extra.md': 'Even more.' }, 'prompt-changed'],
  ),
  'prompt-added': files(
    { 'prompts/system.md': 'Review.' },
    { 'prompts/system.md': 'Review.', 'prompts/extra.md': 'More.' },
    [{ 'prompts/system.md': 'Review.', 'assets/list.txt': 'More.' }, 'file-added'],
  ),
  'file-changed': files({ 'assets/list.txt': 'one' }, { 'assets/list.txt': 'two' }, [
    { 'assets/list.txt': 'one' },
    null,
  ]),
  'file-removed': files({ 'assets/list.txt': 'one', 'assets/more.txt': 'two' }, { 'assets/list.txt': 'one' }, [
    { 'assets/list.txt': 'one', 'assets/more.txt': 'three' },
    'file-changed',
  ]),
  'file-added': files({ 'assets/list.txt': 'one' }, { 'assets/list.txt': 'one', 'assets/more.txt': 'two' }, [
    { 'assets/list.txt': 'one', 'README.md': 'two' },
    'documentation-changed',
  ]),
  'documentation-changed': files({ 'README.md': 'How to use it.' }, { 'README.md': 'How to use it well.' }, [
    { 'README.md': 'How to use it.', 'prompts/system.md': 'Review.' },
    'prompt-added',
  ]),
  'dependency-added': agent({ dependencies: {} }, { dependencies: { auditor: '^1.0.0' } }, [{}, null]),
  'dependency-removed': agent({ dependencies: { auditor: '^1.0.0', writer: '*' } }, { dependencies: { writer: '*' } }, [
    { dependencies: { auditor: '^1.1.0', writer: '*' } },
    'dependency-narrowed',
  ]),
  'dependency-narrowed': agent({ dependencies: { auditor: '^1.0.0' } }, { dependencies: { auditor: '~1.0.0' } }, [
    { dependencies: { auditor: '>=1.0.0' } },
    'dependency-widened',
  ]),
  'dependency-widened': agent(
    { dependencies: { auditor: '^1.0.0' } },
    { dependencies: { auditor: '^1.0.0 || ^2.0.0' } },
    [{ dependencies: { auditor: '^2.0.0' } }, 'dependency-narrowed'],
  ),
  'visibility-private': agent({ visibility: 'public' }, { visibility: 'private' }, [{ visibility: 'public' }, null]),
  'visibility-public': agent({ visibility: 'private' }, { visibility: 'public' }, [{ visibility: 'private' }, null]),
  'listing-changed': agent({ tags: ['quality'] }, { tags: ['quality', 'security'] }, [
    { tags: ['quality'], version: '9.9.9' },
    null,
  ]),
  'manifest-changed': agent({}, { somethingNew: true }, [{ owner: 'platform-team' }, 'listing-changed']),
  'too-large': agent(
    { metadata: { rows: 'few' }, env: [] },
    { env: Array.from({ length: 50_001 }, (_, index) => ({ name: `E${index}` })) },
    [{ metadata: { rows: 'more' }, env: [] }, 'listing-changed'],
  ),
};
