import { sql } from 'kysely';
import type { Quota } from '../../packages/manifest/index.ts';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** A quota of a namespace, and how much of it is used. */
export interface QuotaUse {
  quota: Quota;
  limit: number;
  used: number;
  /** When `used` starts again at 0. Null if it does not. */
  resetsAt: Date | null;
}

/** The quotas of the viewer's namespace. For admins only. */
export const ownQuotas: Query<QuotaUse> =
  sql<QuotaUse>`select quota, most as limit, used, resets_at from own_quotas()`.compile(db);
