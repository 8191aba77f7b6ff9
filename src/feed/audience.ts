import type { Viewer } from '../viewer.ts';

/**
 * All viewers of one role in one namespace, as a viewer: a user that nobody is. What it reads, each of them may read, and
 * nothing that only one of them may: the policies that let someone read depend on the role and the namespace, except
 * those of a viewer's own ratings, comments and reports (`tests/integration/audience.test.ts` compares this with the database).
 */
export const audienceOf = (viewer: Viewer): Viewer => (viewer.kind === 'user' ? { ...viewer, id: nobody } : viewer);

const nobody = 'ffffffff-ffff-4fff-bfff-ffffffffffff';
