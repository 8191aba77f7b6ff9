import { locksOfRuns, runsByIds, scopesOfRuns, stepsByIds, stepsOfRuns } from '../db/run.ts';
import { manyBy, oneBy } from './batch.ts';
import type { Read } from './read.ts';

export const runLoaders = (read: Read) => ({
  runById: oneBy(
    (ids) => read(runsByIds(ids)),
    (run) => run.id,
  ),
  lockOfRun: oneBy(
    (ids) => read(locksOfRuns(ids)),
    (run) => run.id,
  ),
  scopesOfRun: oneBy(
    (ids) => read(scopesOfRuns(ids)),
    (run) => run.id,
  ),
  stepById: oneBy(
    (ids) => read(stepsByIds(ids)),
    (step) => step.id,
  ),
  stepsOfRun: manyBy(
    (runIds) => read(stepsOfRuns(runIds)),
    (step) => step.runId,
  ),
});
