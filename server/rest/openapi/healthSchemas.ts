import { parts } from '../../telemetry/readiness.ts';
import type { JsonSchema } from './jsonSchema.ts';

const build: Record<string, JsonSchema> = {
  version: { type: 'string', description: 'Version of the gateway.' },
  commit: { type: ['string', 'null'], description: 'Commit of the gateway, if the deployment names it.' },
};

export const liveSchema: JsonSchema = {
  type: 'object',
  properties: { status: { const: 'ok' }, ...build },
  required: ['status', 'version', 'commit'],
};

const part: JsonSchema = {
  type: 'object',
  properties: {
    status: { enum: ['up', 'down'] },
    ms: { type: 'integer', description: 'Duration of the check in milliseconds.' },
    checkedAt: { type: 'string', format: 'date-time' },
    reason: { type: 'string', description: 'Why it is down.' },
  },
  required: ['status', 'ms', 'checkedAt'],
};

export const readySchema: JsonSchema = {
  type: 'object',
  properties: {
    status: { enum: ['ok', 'degraded'] },
    ...build,
    parts: {
      type: 'object',
      properties: Object.fromEntries(parts.map((name) => [name, part])),
      required: [...parts],
    },
  },
  required: ['status', 'version', 'commit', 'parts'],
};
