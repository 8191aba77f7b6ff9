import { commandExecutor } from './executors/command.ts';
import { endpointExecutor } from './executors/endpoint.ts';
import type { Executor } from './executors/executor.ts';
import { type Settings, typed } from './settings.ts';

/** The configured executor; undefined for a worker that only maintains its copy. */
export function executorFrom({
  exec,
  endpoint,
  REGISTRY_WORKER_ENDPOINT_TOKEN: token,
}: Settings): Executor | undefined {
  if (exec) return commandExecutor({ command: exec, from: typed('.') });
  return endpoint ? endpointExecutor({ url: endpoint, token }) : undefined;
}
