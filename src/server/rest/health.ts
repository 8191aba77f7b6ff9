import { feedHead } from '../../db/event.ts';
import type { Services } from '../../registry/services.ts';
import { anonymous } from '../../viewer.ts';
import { type Answer, problem } from './problem.ts';

const fine: Answer = {
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify({ status: 'ok' }),
};

/** Whether the process runs (`live`), and whether it could answer a query now (`ready`). Null for any other path. */
export async function healthAnswer(path: string, { db }: Services): Promise<Answer | null> {
  if (path === '/health/live') return fine;
  if (path !== '/health/ready') return null;
  return db.read(anonymous, feedHead).then(
    () => fine,
    () => problem(503, 'UNAVAILABLE', 'The database does not answer.'),
  );
}
