import { actors } from '../actors.ts';
import type { Check } from '../checks.ts';
import { freshRun, insertRun } from '../statements.ts';
import { runId } from '../world.ts';
import { attempted, entry, type How, inOther, inOwn, type Line, rightAfter, version } from './line.ts';

/** How runs go on: a fresh one with the steps `a` and, after it, `b`; then what becomes of them. */
const then =
  (...moves: string[]): How =>
  ({ own, id }) => [
    insertRun({ namespace: own, templateOf: own, createdBy: id }),
    `insert into steps (run_id, step_id, position, name, agent_id, agent_version_id, depends_on) select '${freshRun}', step, 0, step,
       ${entry('agent', own, 'open')}, ${version('agent', own, 'open', '2.0.0')}, needs::text[]
     from (values ('b', '{a}'), ('a', '{}')) as steps (step, needs)`,
    ...moves,
  ];
const move = (step: string, set: string) =>
  `update steps set ${set} where run_id = '${freshRun}' and step_id = '${step}'`;
const run = (set: string) => `update runs set ${set} where id = '${freshRun}'`;
const ofBefore = (set: string) => (namespace: string) => [
  `update steps set ${set} where run_id = '${runId(namespace)}'`,
];
const is = (what: string) =>
  `select from runs run join steps step on step.run_id = run.id where run.id = '${freshRun}' and ${what}`;

const claim = (hash: string, until = `now() + interval '1 min'`) =>
  `status = 'RUNNING', worker = 'w', claim_hash = '${hash.repeat(64)}', claimed_until = ${until}`;
const lapsed = `now() - interval '1 s'`;
const done = `status = 'SUCCEEDED', outputs = '{}', claimed_until = null`;
const failed = `status = 'FAILED', claimed_until = null`;
const again = `status = 'QUEUED', claimed_until = null, available_at = now()`;
const skipped = `status = 'SKIPPED'`;
const begun = `status = 'RUNNING'`;
/** A step that was moved; then an admin disables its agent; then the last move. */
const afterwards =
  (what: 'disabled' | 'removed', before: readonly string[], last: string): How =>
  (actor) => {
    const admin = actor.own === 'acme' ? actors.admin : actors.otherAdmin;
    const change = what === 'disabled' ? `status = 'DISABLED'` : 'removed_at = now()';
    return [
      ...then(...before.map((set) => move('a', set)))(actor),
      ...rightAfter(
        admin,
        [`update agent_registry set ${change} where id = ${entry('agent', actor.own, 'open')}`],
        actor,
        [move('a', last)],
      ),
    ];
  };
const retried = (from: string) => `retries = retries + 1, retry_from = '${from}', retry_reason = 'again'`;
const threeTimes = [move('a', claim('1', lapsed)), move('a', claim('2', lapsed)), move('a', claim('3', lapsed))];

// biome-ignore-start format: a table is read along its columns
const ofSteps: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['begins', 'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(ofBefore(begun))],
  ['begins, another’s', 'no    -     -     -     -     -     -     no    yes  ', inOther(ofBefore(begun))],
  ['begins before what it waits for', 'no    no    no    never never never never no    never', then(move('b', begun))],
  [
    'begins after what it waits for',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', done), move('b', begun)),
  ],
  [
    'adds tokens when an attempt ends',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(
      move('a', begun),
      move('a', `${again}, input_tokens = 1, output_tokens = 2`),
      move('a', `${done}, available_at = null, input_tokens = 3, output_tokens = 2`),
    ),
  ],
  [
    'adds tokens while it runs',
    'no    no    no    never never never never no    never',
    then(move('a', `${begun}, input_tokens = 1, output_tokens = 2`)),
  ],
  [
    'has more tokens than any step',
    'no    no    no    bad   bad   bad   bad   no    bad  ',
    then(move('a', begun), move('a', `${done}, input_tokens = 1000000000001, output_tokens = 2`)),
  ],
  [
    'has written more tokens than any step',
    'no    no    no    bad   bad   bad   bad   no    bad  ',
    then(move('a', begun), move('a', `${done}, input_tokens = 1, output_tokens = 1000000000001`)),
  ],
  [
    'has fewer tokens than before',
    'no    no    no    never never never never no    never',
    then(
      move('a', begun),
      move('a', `${again}, input_tokens = 3, output_tokens = 2`),
      move('a', `${done}, available_at = null, input_tokens = 2, output_tokens = 2`),
    ),
  ],
  ...(['disabled', 'removed'] as const).flatMap((what): Line[] => [
    [
      `begins with a ${what} agent`,
      'no    no    no    never never never never no    never',
      afterwards(what, [], begun),
    ],
    [
      `is claimed with a ${what} agent`,
      'no    no    no    never never never never no    never',
      afterwards(what, [], claim('1')),
    ],
    [
      `is done at once with a ${what} agent`,
      'no    no    no    never never never never no    never',
      afterwards(what, [], done),
    ],
    [
      `fails with a ${what} agent`,
      'no    no    no    yes   yes   yes   yes   no    yes  ',
      afterwards(what, [], failed),
    ],
    [
      `ends with a ${what} agent`,
      'no    no    no    yes   yes   yes   yes   no    yes  ',
      afterwards(what, [begun], done),
    ],
    [
      `is claimed from a claim that is over with a ${what} agent`,
      'no    no    no    never never never never no    never',
      afterwards(what, [claim('1', lapsed)], claim('2')),
    ],
    [
      `goes on with its claim with a ${what} agent`,
      'no    no    no    yes   yes   yes   yes   no    yes  ',
      afterwards(what, [claim('1')], claim('1')),
    ],
  ]),
  ['is claimed', 'no    no    no    yes   yes   yes   yes   no    yes  ', then(move('a', claim('1')))],
  [
    'is claimed by nobody',
    'no    no    no    bad   bad   bad   bad   no    bad  ',
    then(move('a', claim('1').replace(`'w'`, 'null'))),
  ],
  [
    'is claimed for ever',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', claim('1', `'infinity'`)), is(`step.claimed_until <= now() + interval '2 h'`)),
  ],
  [
    'is claimed from a claim',
    'no    no    no    never never never never no    never',
    then(move('a', claim('1')), move('a', claim('2'))),
  ],
  [
    'is claimed from nobody who has begun',
    'no    no    no    never never never never no    never',
    then(move('a', begun), move('a', claim('2'))),
  ],
  [
    'is claimed from a claim that is over',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', claim('1', lapsed)), move('a', claim('2'))),
  ],
  ['is claimed a third time', 'no    no    no    yes   yes   yes   yes   no    yes  ', then(...threeTimes)],
  [
    'is claimed a fourth time',
    'no    no    no    never never never never no    never',
    then(...threeTimes, move('a', claim('4'))),
  ],
  [
    'counts its own attempts',
    'no    no    no    no    no    no    no    no    yes  ',
    then(move('a', `${begun}, attempt = 0`)),
  ],
  [
    'says when it ended',
    'no    no    no    no    no    no    no    no    yes  ',
    then(move('a', `${done}, finished_at = '2020-01-01'`)),
  ],
  [
    'gets its inputs as it begins',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', `${begun}, inputs = '{"a":1}'`)),
  ],
  [
    'gets other inputs as it goes on',
    'no    no    no    never never never never no    never',
    then(move('a', begun), move('a', `inputs = '{"a":1}'`)),
  ],
  [
    'gets other inputs as it is claimed again',
    'no    no    no    never never never never no    never',
    then(move('a', claim('1', lapsed)), move('a', `${claim('2')}, inputs = '{"a":1}'`)),
  ],
  [
    'gives back before it is done',
    'no    no    no    bad   bad   bad   bad   no    bad  ',
    then(move('a', `${begun}, outputs = '{}'`)),
  ],
  [
    'gives back what is no object',
    'no    no    no    bad   bad   bad   bad   no    bad  ',
    then(move('a', `status = 'SUCCEEDED', outputs = '[]'`)),
  ],
  [
    'ends, and changes',
    'no    no    no    never never never never no    never',
    then(move('a', done), move('a', `outputs = '{"a":1}'`)),
  ],
  [
    'ends, and begins',
    'no    no    no    never never never never no    never',
    then(move('a', failed), move('a', begun)),
  ],
  [
    'is tried again',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(
      move('a', begun),
      move('a', again),
      move('a', "status = 'RUNNING', available_at = null"),
      is(`step.attempt = 2`),
    ),
  ],
  [
    'is tried again without a pause',
    'no    no    no    never never never never no    never',
    then(move('a', begun), move('a', `status = 'QUEUED'`)),
  ],
  [
    'is tried a fourth time',
    'no    no    no    never never never never no    never',
    then(...threeTimes, move('a', again)),
  ],
  [
    'is put off before it has begun',
    'no    no    no    never never never never no    never',
    then(move('a', `available_at = now()`)),
  ],
  ['is skipped', 'no    no    no    never never never never no    never', then(move('a', skipped))],
  [
    'is skipped while it is under way',
    'no    no    no    never never never never no    never',
    then(move('a', begun), move('a', skipped)),
  ],
  [
    'is skipped by what came to nothing',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', failed), is(`step.status = 'SKIPPED' and run.status = 'FAILED'`)),
  ],
  [
    'is cancelled, and what waits for it',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', `status = 'CANCELLED'`), is(`step.status = 'SKIPPED' and run.status = 'CANCELLED'`)),
  ],
  ['gets another name', 'no    no    no    no    no    no    no    no    never', then(move('a', `name = 'other'`))],
  [
    'gets another agent',
    'no    no    no    no    no    no    no    no    never',
    then(move('a', `${begun}, agent_version_id = agent_version_id, plan_outputs = '{"a":1}'`)),
  ],
];

const ofRuns: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  [
    'begins by its first step',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', begun), is(`run.status = 'RUNNING' and run.started_at is not null and run.revision = 1`)),
  ],
  [
    'succeeds by its last step',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(move('a', done), move('b', done), is(`run.status = 'SUCCEEDED' and run.finished_at is not null`)),
  ],
  ['is said to have begun', 'no    no    no    never never never never no    never', then(run(`status = 'RUNNING'`))],
  [
    'is said to be done',
    'no    no    no    never never never never no    never',
    then(move('a', begun), run(`status = 'SUCCEEDED'`)),
  ],
  [
    'is said to be cancelled',
    'no    no    no    never never never never no    never',
    then(run(`status = 'CANCELLED'`)),
  ],
  [
    'changes when it has ended',
    'no    no    no    never never never never no    never',
    then(move('a', failed), run('status = status')),
  ],
  [
    'is retried from the step that failed',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(
      move('a', done),
      move('b', failed),
      run(retried('FAILED')),
      is(`step.step_id = 'b' and step.status = 'QUEUED' and step.attempt = 0 and run.status = 'RUNNING'
        and run.finished_at is null and run.claimable_at is not null`),
      is(`step.step_id = 'a' and step.status = 'SUCCEEDED' and run.retries = 1`),
    ),
  ],
  [
    'is retried from the start',
    'no    no    no    yes   yes   yes   yes   no    yes  ',
    then(
      move('a', done),
      move('b', failed),
      run(retried('START')),
      is(`step.step_id = 'a' and step.status = 'QUEUED' and step.outputs is null and run.status = 'QUEUED'
        and run.started_at is null`),
    ),
  ],
  [
    'is retried before it has ended',
    'no    no    no    never never never never no    never',
    then(move('a', begun), run(retried('FAILED'))),
  ],
  [
    'is retried when it has succeeded',
    'no    no    no    never never never never no    never',
    then(move('a', done), move('b', done), run(retried('START'))),
  ],
  [
    'is retried when it was cancelled',
    'no    no    no    never never never never no    never',
    then(move('a', `status = 'CANCELLED'`), run(retried('START'))),
  ],
  [
    'is retried twice at once',
    'no    no    no    never never never never no    never',
    then(move('a', failed), run(`retries = retries + 2, retry_from = 'FAILED'`)),
  ],
  [
    'is retried, and a step that succeeded is opened too',
    'no    no    no    never never never never no    never',
    then(move('a', done), move('b', failed), run(retried('FAILED')), move('a', `status = 'QUEUED'`)),
  ],
  [
    'says otherwise how it was retried',
    'no    no    no    never never never never no    never',
    then(move('a', begun), run(`retry_reason = 'x'`)),
  ],
  [
    'says when it was retried',
    'no    no    no    no    no    no    no    no    never',
    then(run('retried_at = now()')),
  ],
  ['says how new it is', 'no    no    no    no    no    no    no    no    yes  ', then(run('revision = 100'))],
  ['says when it began', 'no    no    no    no    no    no    no    no    yes  ', then(run('started_at = now()'))],
  ['gets other variables', 'no    no    no    no    no    no    no    no    never', then(run(`variables = '{"a":1}'`))],
  [
    'is asked how new it is',
    'no    no    no    no    no    no    no    no    no   ',
    inOwn((own) => [`select run_revisions(array['${runId(own)}'::uuid])`]),
  ],
];
// biome-ignore-end format: a table is read along its columns

export const progressChecks: Check[] = [...attempted('steps', ofSteps), ...attempted('runs', ofRuns)];
