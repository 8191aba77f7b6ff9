import { feedHead } from '../../src/db/event.ts';
import type { Services } from '../../src/registry/services.ts';
import { anonymous } from '../../src/viewer.ts';
import { problemOf } from '../access/problem.ts';
import { type Answer, json } from '../http/answer.ts';
import { openRestoredCheck } from './restoredCheck.ts';
import type { Route } from './route.ts';

const ok: Answer = json(200, { status: 'ok' }, { 'cache-control': 'no-store' });

/** Whether the process is running (`live`), and whether it is ready to serve requests (`ready`). */
export const healthRoutes = ({ db }: Services, whyNotWhole = openRestoredCheck(db)): Route[] => [
  { method: 'GET', pattern: '/health/live', quiet: true, answer: async () => ok },
  {
    method: 'GET',
    pattern: '/health/ready',
    quiet: true,
    answer: async () => {
      await db.read(anonymous, feedHead).catch(() => {
        throw problemOf('UNAVAILABLE', 'The database is unavailable.');
      });
      const reason = await whyNotWhole();
      if (reason) throw problemOf('UNAVAILABLE', reason);
      return ok;
    },
  },
];
