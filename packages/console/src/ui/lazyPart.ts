import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentType, lazy } from 'react';

type Parts = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: the properties of any component
type AnyComponent = ComponentType<any>;

/** Between two tries, in milliseconds, unless the browser says before that it is online again. */
const pauseMs = 2_000;
/** As often is the code of a part requested while the gateway responds. Then a new release has replaced it. */
const mostTries = 3;

/**
 * Loads the code of a part of the console. While the gateway cannot be reached, it waits: otherwise the router would load the
 * whole console again, without what is in memory, such as the session and what was typed.
 */
export async function loaded<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let tries = 1; ; ) {
    try {
      return await load();
    } catch (error) {
      if (tries >= mostTries) throw error;
      if (await isReachable()) tries += 1;
      else await untilOnline();
    }
  }
}

/** A component that is loaded when it is shown first: the default export of its module. */
export const lazyPart = <Component extends AnyComponent>(load: () => Promise<{ default: Component }>) =>
  lazy(() => loaded(load));

/** The same for a page: an export of its module. */
export const lazyPage = <Module extends Parts, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
) => lazyRouteComponent(() => loaded(load), name);

const isReachable = (): Promise<boolean> =>
  fetch('/health/live', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

const untilOnline = (): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, pauseMs);
    addEventListener('online', done);
  });
