import { buildConsole, isBuilt } from '../../scripts/console/buildConsole.ts';

/** Builds the console when its sources changed, as `npm start` does. */
export default async function setup() {
  if (!(await isBuilt())) await buildConsole();
}
