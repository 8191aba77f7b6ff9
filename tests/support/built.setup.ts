import { buildGateway } from '../../scripts/bundles/buildGateway.ts';
import { buildConsole, isBuilt } from '../../scripts/console/buildConsole.ts';
import { upToDateBundle } from '../../server/bundle.ts';

/** Builds the console and the gateway when their sources changed, as `npm start` does. */
export default async function setup() {
  if (!(await isBuilt())) await buildConsole();
  if (!upToDateBundle()) await buildGateway();
}
