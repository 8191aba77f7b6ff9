import type { Check } from '../checks.ts';
import { aroundChecks } from './around.ts';
import { bookChecks } from './books.ts';
import { channelChecks } from './channels.ts';
import { entryChecks } from './entries.ts';
import { eventChecks } from './events.ts';
import { impactChecks } from './impact.ts';
import { keyChecks } from './keys.ts';
import { progressChecks } from './progress.ts';
import { ratingChecks } from './ratings.ts';
import { readerChecks } from './readers.ts';
import { referenceChecks } from './references.ts';
import { reportChecks } from './reports.ts';
import { runChecks } from './runs.ts';
import { shareChecks } from './shares.ts';
import { versionChecks } from './versions.ts';
import { webhookChecks } from './webhooks.ts';

export const attemptChecks: Check[] = [
  ...entryChecks,
  ...versionChecks,
  ...channelChecks,
  ...shareChecks,
  ...readerChecks,
  ...referenceChecks,
  ...reportChecks,
  ...eventChecks,
  ...runChecks,
  ...progressChecks,
  ...ratingChecks,
  ...keyChecks,
  ...webhookChecks,
  ...bookChecks,
  ...impactChecks,
  ...aroundChecks,
];
