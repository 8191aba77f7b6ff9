import { actors } from './actors.ts';
import type { Check } from './checks.ts';

const sub = '11111111-1111-4111-8111-111111111111';
const of = (app_metadata: unknown, more: object = {}) => ({ sub, role: 'authenticated', app_metadata, ...more });

/** The role and the namespace that follow from a token's claims; null for neither. */
// biome-ignore format: a table is read along its columns
const claims: [what: string, claims: unknown, role: string | null, namespace: string | null][] = [
  ['a viewer',                          of({ registry_role: 'viewer', namespace: 'acme' }),      'viewer',    'acme'],
  ['a publisher',                       of({ registry_role: 'publisher', namespace: 'acme' }),   'publisher', 'acme'],
  ['an admin',                          of({ registry_role: 'admin', namespace: 'acme' }),       'admin',     'acme'],
  ['no namespace',                      of({ registry_role: 'viewer' }),                         'viewer',    'default'],
  ['a tenant_id',                       of({ registry_role: 'viewer', tenant_id: 'acme' }),      'viewer',    'acme'],
  ['a namespace and a tenant_id',       of({ registry_role: 'viewer', namespace: 'acme', tenant_id: 'globex' }), 'viewer', 'acme'],
  ['no role',                           of({ namespace: 'acme' }),                               null,        null],
  ['another role',                      of({ registry_role: 'owner', namespace: 'acme' }),       null,        null],
  ['a role in capitals',                of({ registry_role: 'ADMIN', namespace: 'acme' }),       null,        null],
  ['a list of roles',                   of({ registry_role: ['admin'], namespace: 'acme' }),     null,        null],
  ['a role that the user wrote',        of({}, { user_metadata: { registry_role: 'admin', namespace: 'acme' } }), null, null],
  ['a role at the top',                 of({}, { registry_role: 'admin', namespace: 'acme' }),   null,        null],
  ['no app_metadata',                   of(undefined),                                           null,        null],
  ['app_metadata that is a text',       of('admin'),                                             null,        null],
  ['the service role',                  { role: 'service_role' },                                null,        null],
  ['nothing',                           null,                                                    null,        null],
];

export const claimChecks: Check[] = claims.map(([what, given, role, namespace]) => ({
  table: '',
  name: `claims: ${what}`,
  run: async (attempts) => {
    const asked = `select viewer_id() as id, viewer_role() as role, viewer_namespace() as namespace, is_publisher() as publisher, is_admin() as admin`;
    const set = given === null ? '' : JSON.stringify(given).replaceAll("'", "''");
    const outcome = await attempts.attempt(actors.owner, [
      `select set_config('request.jwt.claims', '${set}', true)`,
      asked,
    ]);
    if (outcome.result !== 'done') return [outcome.message];
    const expected = {
      id: given !== null && typeof given === 'object' && 'sub' in given ? sub : null,
      role,
      namespace,
      publisher: role === 'publisher' || role === 'admin',
      admin: role === 'admin',
    };
    const found = JSON.stringify(outcome.rows[0]);
    return found === JSON.stringify(expected) ? [] : [`they come to ${found}`];
  },
}));
