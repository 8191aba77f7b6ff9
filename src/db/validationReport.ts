import { type RawBuilder, sql } from 'kysely';
import type { Query } from './database.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { anyOf, json } from './sql.ts';

/** A row of registry_validation_reports. */
export interface ValidationReport {
  id: string;
  namespace: string;
  kind: Kind;
  slug: string | null;
  version: string | null;
  valid: boolean;
  digest: string | null;
  issues: { path: string; code: string; message: string; severity: 'error' | 'warning'; file: string }[];
  /** Without secrets. Null if it is not stored. */
  manifest: unknown;
  actor: string | null;
  correlationId: string;
  createdAt: Date;
}

export interface ValidationReportFilter {
  kind?: Kind | null;
  entryId?: string | null;
  valid?: boolean | null;
}

const reportColumns = sql`report.id, report.namespace, report.kind, report.slug, report.version, report.valid,
  report.digest, report.issues, report.manifest, report.actor, report.correlation_id, report.created_at`;

const latestFirst: Ordering = {
  value: sql`report.created_at`,
  id: sql`report.id`,
  type: 'timestamptz',
  descending: true,
};

export const reportsPage = (filter: ValidationReportFilter, page: Page): Query<ValidationReport> => {
  const conditions: RawBuilder<unknown>[] = [keysetCondition(page, latestFirst)];
  if (filter.kind) conditions.push(sql`report.kind = ${filter.kind}`);
  if (filter.entryId) conditions.push(sql`report.slug = ${filter.entryId}`);
  if (typeof filter.valid === 'boolean') conditions.push(sql`report.valid = ${filter.valid}`);
  return sql<ValidationReport>`select ${reportColumns} from registry_validation_reports report
    where ${sql.join(conditions, sql` and `)} ${orderByClause(page, latestFirst)}`.compile(db);
};

export const reportsByIds = (ids: readonly string[]): Query<ValidationReport> =>
  sql<ValidationReport>`select ${reportColumns} from registry_validation_reports report
    where report.id = ${anyOf(ids)}`.compile(db);

/** The caller chooses the id, because a user who may create reports may not always read them. */
export const insertReport = ({ issues, manifest, ...report }: Omit<ValidationReport, 'createdAt'>): Query<unknown> =>
  db
    .insertInto('registryValidationReports')
    .values({ ...report, issues: json(issues), manifest: manifest === null ? null : json(manifest) })
    .compile();

/** The report of the latest event of an entry, if it was a refusal of this actor. Used to report repeated refusals once. */
export const lastRefusal = (kind: Kind, namespace: string, slug: string, actor: string): Query<ValidationReport> =>
  sql<ValidationReport>`select ${reportColumns} from registry_validation_reports report
    where report.id = (
      select event.report_id from registry_events event
      where event.kind = ${kind} and event.namespace = ${namespace} and event.slug = ${slug}
      order by event.inserted desc limit 1
    ) and report.actor = ${actor} and not report.valid`.compile(db);
