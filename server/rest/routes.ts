import type { OperationRoute } from './operationRoute.ts';
import { entryRoutes } from './routes/entries.ts';
import { registryRoutes } from './routes/registry.ts';
import { runRoutes } from './routes/runs.ts';
import { templateRoutes } from './routes/templates.ts';

/** Every address that answers with an operation: what runs, and how the answer is told. The description is made of it too. */
export const operationRoutes: readonly OperationRoute[] = [
  ...entryRoutes('agent'),
  ...entryRoutes('template'),
  ...templateRoutes,
  ...runRoutes,
  ...registryRoutes,
];
