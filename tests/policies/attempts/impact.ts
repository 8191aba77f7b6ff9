import type { Check } from '../checks.ts';
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
/** The runs of another template may not be counted by its version. */
const foreignRuns: How = ({ own, other }) => {
  const id = versionId('template', other, 'open', '2.0.0');
  const versions = `[{"id": "${id}", "isHome": false, "effect": "CHANGED"}]`;
  return [
    `select from jsonb_array_elements(${impactOf('template', own, versions)} -> 'counts') as each (line) where (line ->> 'runs')::int > 0`,
  ];
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
  [
    "counts no runs of another's template",
    '        no    no    -     -     -     -     -     no    no   ',
    foreignRuns,
  ],
];
// biome-ignore-end format: a table is read along its columns

export const impactChecks: Check[] = attempted('version_dependencies', lines);
