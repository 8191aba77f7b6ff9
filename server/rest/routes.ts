import type { OperationRoute } from './operationRoute.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { commentRoutes } from './routes/comments.ts';
import { consoleLinkRoutes } from './routes/consoleLinks.ts';
import { entryRoutes } from './routes/entries.ts';
import { registryRoutes } from './routes/registry.ts';
import { runRoutes } from './routes/runs.ts';
import { templateRoutes } from './routes/templates.ts';
import { transferRoutes } from './routes/transfer.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** Every path that runs an operation. The OpenAPI document is derived from this list. */
export const operationRoutes: readonly OperationRoute[] = [
  ...entryRoutes('agent'),
  ...entryRoutes('template'),
  ...templateRoutes,
  ...commentRoutes,
  ...runRoutes,
  ...registryRoutes,
  ...transferRoutes,
  ...bulkRoutes,
  ...webhookRoutes,
  ...consoleLinkRoutes,
];
