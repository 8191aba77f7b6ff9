import { feedHead } from '../../src/db/event.ts';
import type { Services } from '../../src/registry/services.ts';
import { anonymous } from '../../src/viewer.ts';
import { problemOf } from '../access/problem.ts';
import { type Answer, json } from '../http/answer.ts';
import type { Route } from './route.ts';

const fine: Answer = json(200, { status: 'ok' }, { 'cache-control': 'no-store' });

/** Whether the process runs (`live`), and whether it could answer a query now (`ready`). */
export const healthRoutes = ({ db }: Services): Route[] => [
  { method: 'GET', pattern: '/health/live', quiet: true, answer: async () => fine },
  {
    method: 'GET',
    pattern: '/health/ready',
    quiet: true,
    answer: () =>
      db.read(anonymous, feedHead).then(
        () => fine,
        () => {
          throw problemOf('UNAVAILABLE', 'The database does not answer.');
        },
      ),
  },
];
