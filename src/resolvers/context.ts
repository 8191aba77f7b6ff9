import { createLoaders, forgetLoaded, type Loaders } from '../loaders/index.ts';
import type { Caller, Services } from '../registry/services.ts';

/** What a resolver works with. */
export interface Context extends Caller {
  readonly services: Services;
  readonly load: Loaders;
  /** Forgets what was loaded: each event of a subscription is answered from what is true then. */
  forget(): void;
}

export function createContext(services: Services, { viewer, correlationId }: Caller): Context {
  const load = createLoaders(services.db, services.artifacts, viewer);
  return { viewer, correlationId, services, load, forget: () => forgetLoaded(load) };
}
