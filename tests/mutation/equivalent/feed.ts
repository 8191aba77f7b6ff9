import { type Equivalent, inFile } from './inFile.ts';

export const feed: readonly Equivalent[] = [
  ...inFile('src/feed/feed.ts', [
    [
      'performance.now() - runningSince < maxAgeMs',
      'performance.now() - runningSince <= maxAgeMs',
      'Both are right for a round that is exactly as old as its age may be: what it read is not older.',
    ],
    ['epochCount += 1', 'epochCount -= 1', 'Counts are only compared with those of readers that began before.'],
    [
      'stopListening?.()',
      'stopListening()',
      'The last follower is there, so wake-ups are listened to; the type of what ends it has it as optional.',
    ],
    [
      'performance.now() - confirmedAt < maxAgeMs',
      'performance.now() - confirmedAt <= maxAgeMs',
      'Both are right for what was confirmed exactly as long ago as it may be.',
    ],
  ]),
  ...inFile('src/feed/pages.ts', [
    ['true', 'false', 'Memory alone: a page that is too old is not used, whether a timer or the next look removes it.'],
  ]),
  ...inFile('src/feed/watchRuns.ts', [
    ['[]', '["Stryker was here"]', 'A row without an id is that of no run.'],
    [
      'unregister?.()',
      'unregister()',
      'There is a reader, so wake-ups are listened to; the type of what ends it has it as optional.',
    ],
  ]),
];
