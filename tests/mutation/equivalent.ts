import { checks } from './equivalent/checks.ts';
import { compat } from './equivalent/compat.ts';
import { compatibility } from './equivalent/compatibility.ts';
import { contract } from './equivalent/contract.ts';
import { feed } from './equivalent/feed.ts';
import type { Equivalent } from './equivalent/inFile.ts';
import { jsonSchema } from './equivalent/jsonSchema.ts';
import { mcp } from './equivalent/mcp.ts';
import { read } from './equivalent/read.ts';
import { registry } from './equivalent/registry.ts';
import { secrets } from './equivalent/secrets.ts';
import { semver } from './equivalent/semver.ts';
import { upgrade } from './equivalent/upgrade.ts';
import { values } from './equivalent/values.ts';

/** Survivors that were examined one by one. Any other survivor fails `npm run mutate`. */
export const equivalent: readonly Equivalent[] = [
  ...checks,
  ...compat,
  ...compatibility,
  ...contract,
  ...feed,
  ...jsonSchema,
  ...mcp,
  ...read,
  ...registry,
  ...secrets,
  ...semver,
  ...upgrade,
  ...values,
];
