import type { Check } from '../checks.ts';
import { insertRun } from '../statements.ts';
import { entryId, versionId } from '../world.ts';
import { attempted, type How, type Line } from './line.ts';

const ranges = `[{"range": "*", "isHome": true, "effect": "CHANGED", "before": "2.0.0"},
  {"range": "*", "isHome": false, "effect": "CHANGED", "before": "2.0.0"}]`;
const impactOf = (kind: 'agent' | 'template', namespace: string, versions = '[]') =>
  `impact_of('${kind.toUpperCase()}', '${entryId(kind, namespace, 'open')}', '${ranges}', '${versions}', 30, 50)`;
const of =
  (namespace: string): How =>
  () => [`select ${impactOf('agent', namespace)}`];
const rangesOf =
  (namespace: string): How =>
  () => [`select dependent_ranges('AGENT', '${entryId('agent', namespace, 'open')}')`];
/** Rows for each line of the answer with this condition. */
const found =
  (condition: string): How =>
  ({ own }) => [
    `select from jsonb_array_elements(${impactOf('agent', own)} -> 'dependents') as each (line) where ${condition}`,
  ];
/** A run of another's template is no run of their own template, whatever version is named. */
const foreignRuns: How = ({ id, own, other }) => {
  const version = versionId('template', other, 'open', '2.0.0');
  const versions = `[{"id": "${version}", "isHome": true, "effect": "CHANGED"}]`;
  return [
    insertRun({ namespace: own, templateOf: other, createdBy: id }),
    `select from jsonb_array_elements(${impactOf('template', own, versions)} -> 'counts') as each (line) where (line ->> 'runs')::int > 0`,
  ];
};
/** The dependents of the open agents of both namespaces: the one of the actor's own namespace, or others. */
const dependents =
  (condition: '=' | '<>'): How =>
  ({ own, other }) => [
    `select from dependents_of('AGENT', array['${entryId('agent', own, 'open')}', '${entryId('agent', other, 'open')}']::uuid[]) as dependent
     where version_id ${condition} '${versionId('agent', own, 'inner', '1.0.0')}'`,
  ];
/** Whether an id that a private version depends on, or does not, is that of an entry of its namespace. */
const isOwn =
  (whose: 'own' | 'other', slug: string): How =>
  (actor) => {
    const version = versionId('agent', actor[whose], 'inner', '1.0.0');
    return [`select from (select is_own_dependency('AGENT', '${version}', '${slug}') as is_own) as told where is_own`];
  };

// biome-ignore-start format: a table is read along its columns
const lines: Line[] = [
  //                                                anon  role  view  publ  admin publ' adm'  serv  owner
  ['of their own entry is told', '                  no    no    yes   yes   yes   no    no    no    no   ', of('acme')],
  [
    "of another's entry is not",
    '                   no    no    no    no    no    yes   yes   no    no   ',
    of('globex'),
  ],
  [
    'the ranges of their own entry are told',
    '      no    no    yes   yes   yes   no    no    no    no   ',
    rangesOf('acme'),
  ],
  [
    "those of another's are not",
    '                  no    no    no    no    no    yes   yes   no    no   ',
    rangesOf('globex'),
  ],
  [
    'names what is private in their own',
    '          no    no    yes   yes   yes   yes   yes   no    no   ',
    (actor) => found(`line ->> 'slug' = 'inner' and line ->> 'namespace' = '${actor.own}'`)(actor),
  ],
  [
    "names nothing private of another's",
    '          no    no    -     -     -     -     -     no    no   ',
    (actor) => found(`line ->> 'slug' = 'inner' and line ->> 'namespace' <> '${actor.own}'`)(actor),
  ],
  ["counts no runs of another's template", 'no    no    no    -     -     -     -     no    no   ', foreignRuns],
  [
    'lists what is private in their own',
    '          -     -     yes   yes   yes   yes   yes   no    -    ',
    dependents('='),
  ],
  [
    "lists nothing private of another's",
    '          -     -     -     -     -     -     -     no    -    ',
    dependents('<>'),
  ],
  [
    'tells what an id of their own means',
    '         -     -     yes   yes   yes   yes   yes   no    -    ',
    isOwn('own', 'open'),
  ],
  [
    "nothing of a private version of another's",
    '   -     -     -     -     -     -     -     no    -    ',
    isOwn('other', 'open'),
  ],
  [
    'and of no id that it does not depend on',
    '     -     -     -     -     -     -     -     no    -    ',
    isOwn('own', 'closed'),
  ],
];
// biome-ignore-end format: a table is read along its columns

export const impactChecks: Check[] = attempted('version_dependencies', lines);
