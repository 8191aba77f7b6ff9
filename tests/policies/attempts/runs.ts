import type { Check } from '../checks.ts';
import { freshRun, insertRun, insertStep, type RunTry, type StepTry } from '../statements.ts';
import { runId } from '../world.ts';
import { attempted, entry, type How, type Line, publisherOf, rightAfter, somebodyElse, version } from './line.ts';

const aDigest = 'a'.repeat(64);
const anotherDigest = 'b'.repeat(64);
const locked = [aDigest, aDigest] as const;

/** A run in the actor's own namespace, of its own template by default. */
const run =
  (more: Partial<RunTry> = {}): How =>
  ({ own, id }) => [insertRun({ namespace: own, templateOf: own, createdBy: id, ...more })];
const ofAnothers =
  (more: Partial<RunTry> = {}): How =>
  (actor) =>
    run({ templateOf: actor.other, ...more })(actor);
const runDone: How = ({ own, id }) => [
  `insert into runs (namespace, template_id, template_version_id, created_by, status) values ('${own}',
    ${entry('template', own, 'open')}, ${version('template', own, 'open', '2.0.0')}, '${id}', 'SUCCEEDED')`,
];

/** An earlier run, with one step. */
const step =
  (more: Partial<StepTry> = {}): How =>
  (actor) => [...run()(actor), insertStep({ namespace: actor.own, ...more })];
const stepFromLock =
  (more: Partial<StepTry> = {}): How =>
  (actor) => [...run({ lock: locked, isFromLock: true })(actor), insertStep({ namespace: actor.own, ...more })];
const withAnothers =
  (more: Partial<StepTry> = {}): How =>
  (actor) =>
    step({ namespace: actor.other, ...more })(actor);
const toRunOfBefore: How = ({ own }) => [insertStep({ namespace: own, run: runId(own) })];
const toRunOfBeforeBesideAnother: How = (actor) => [...run()(actor), ...toRunOfBefore(actor)];
const toRunOfColleague: How = (actor) => {
  const colleague = publisherOf(actor.own, actor);
  return rightAfter(colleague, run()(colleague), actor, [insertStep({ namespace: actor.own })]);
};
const toRunOfAnothers: How = ({ own, other }) => [insertStep({ namespace: own, run: runId(other) })];
const stepDone: How = (actor) => [
  ...run()(actor),
  `insert into steps (run_id, step_id, position, name, agent_id, agent_version_id, status) values ('${freshRun}', 'next', 1, 'Next',
    ${entry('agent', actor.own, 'open')}, ${version('agent', actor.own, 'open', '2.0.0')}, 'SUCCEEDED')`,
];

// biome-ignore-start format: a table is read along its columns
const ofRuns: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is of another’s public template', 'no    no    no    yes   yes   yes   yes   no    yes  ', ofAnothers()],
  [
    'is of another’s private template',
    'no    no    no    no    no    no    no    no    yes  ',
    ofAnothers({ template: 'inner', version: '1.0.0' }),
  ],
  ['is of another’s draft', 'no    no    no    no    no    no    no    no    yes  ', ofAnothers({ version: '3.0.0' })],
  ['is of a draft', 'no    no    no    no    no    no    no    no    yes  ', run({ version: '3.0.0' })],
  ['is of an archived version', 'no    no    no    no    no    no    no    no    yes  ', run({ version: '1.1.0' })],
  [
    'is of an archived version, from a lock',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    run({ version: '1.1.0', lock: locked, isFromLock: true }),
  ],
  [
    'is of a draft, from a lock',
    'no    no    no    no    no    no    no    no    yes  ',
    run({ version: '3.0.0', lock: locked, isFromLock: true }),
  ],
  ['is from a lock that it lacks', 'no    no    no    bad   bad   bad   bad   no    bad  ', run({ isFromLock: true })],
  [
    'has another digest than its lock',
    'no    no    no    bad   bad   bad   bad   no    bad  ',
    run({ lock: [aDigest, anotherDigest] }),
  ],
  [
    'is of a disabled template',
    'no    no    no    no    no    no    no    no    yes  ',
    run({ template: 'off', version: '1.0.0' }),
  ],
  [
    'is of a removed template',
    'no    no    no    no    no    no    no    no    yes  ',
    run({ template: 'gone', version: '1.0.0' }),
  ],
  [
    'is of another’s private version',
    'no    no    no    no    no    no    no    no    yes  ',
    ofAnothers({ version: '1.5.0' }),
  ],
  [
    'has the version of another template',
    'no    no    no    no    no    no    no    no    yes  ',
    run({ template: 'inner', versionOf: 'open' }),
  ],
  [
    'is made as somebody else',
    'no    no    no    no    no    no    no    no    yes  ',
    run({ createdBy: somebodyElse }),
  ],
  ['is made as done', 'no    no    no    no    no    no    no    no    yes  ', runDone],
];

const ofSteps: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['uses another’s public agent', 'no    no    no    yes   yes   yes   yes   no    yes  ', withAnothers()],
  [
    'uses another’s private agent',
    'no    no    no    no    no    no    no    no    yes  ',
    withAnothers({ agent: 'inner', version: '1.0.0' }),
  ],
  ['uses a draft', 'no    no    no    no    no    no    no    no    yes  ', step({ version: '3.0.0' })],
  ['uses an archived version', 'no    no    no    no    no    no    no    no    yes  ', step({ version: '1.1.0' })],
  [
    'uses an archived version, in a run from a lock',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    stepFromLock({ version: '1.1.0' }),
  ],
  [
    'uses a draft, in a run from a lock',
    'no    no    no    no    no    no    no    no    yes  ',
    stepFromLock({ version: '3.0.0' }),
  ],
  [
    'uses a disabled agent',
    'no    no    no    no    no    no    no    no    yes  ',
    step({ agent: 'off', version: '1.0.0' }),
  ],
  [
    'uses a removed agent',
    'no    no    no    no    no    no    no    no    yes  ',
    step({ agent: 'gone', version: '1.0.0' }),
  ],
  [
    'uses another’s private version',
    'no    no    no    no    no    no    no    no    yes  ',
    withAnothers({ version: '1.5.0' }),
  ],
  [
    'uses the version of another agent',
    'no    no    no    no    no    no    no    no    yes  ',
    step({ agent: 'inner', versionOf: 'open' }),
  ],
  ['is added to a run of before', 'no    no    no    no    no    no    no    no    yes  ', toRunOfBefore],
  [
    'is added to it beside a run of now',
    'no    no    no    no    no    no    no    no    yes  ',
    toRunOfBeforeBesideAnother,
  ],
  ['is added to a colleague’s run of now', 'no    no    no    no    no    no    no    no    yes  ', toRunOfColleague],
  ['is added to another’s run', 'no    no    no    no    no    no    no    no    yes  ', toRunOfAnothers],
  ['is made as done', 'no    no    no    no    no    no    no    no    yes  ', stepDone],
];
// biome-ignore-end format: a table is read along its columns

export const runChecks: Check[] = [...attempted('runs', ofRuns), ...attempted('steps', ofSteps)];
