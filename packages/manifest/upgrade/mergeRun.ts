import { planRun, unknownEnvironment } from '../contract/planRun.ts';
import type { TemplateManifest } from '../contract/template.ts';
import { validateVariables } from '../jsonSchema/variables.ts';
import { ownProperty } from '../values/jsonValue.ts';
import { formatPath } from '../values/path.ts';
import { isSame, type MergeConflict, type MergeSide, mergeThreeWay } from './mergeThreeWay.ts';

/** What the author of a run chose, and the template version that the run was made of. */
export interface MergedFrom {
  /** Null if the version can no longer be read: then every variable counts as given by the author. */
  manifest: TemplateManifest | null;
  environment: string | null;
  /** With the defaults. */
  variables: Record<string, unknown>;
}

/** A difference between a run and another version of its template that someone has to decide. */
export interface RunConflict extends MergeConflict {
  reason: string;
}

export interface MergedRun {
  environment: string | null;
  variables: Record<string, unknown>;
  /** All conflicts. */
  conflicts: RunConflict[];
  /** The conflicts that are not resolved. */
  open: RunConflict[];
}

interface MergeOptions {
  /** Chooses an environment of the new version. Undefined keeps that of the run. */
  environment?: string | null | undefined;
  /** Values that replace merged ones by name, and resolve their conflicts. */
  variables?: Readonly<Record<string, unknown>>;
  /** By the path of a conflict. */
  resolutions?: ReadonlyMap<string, MergeSide>;
}

/**
 * Carries what the author of a run chose over to another version of its template. The base is what the run's own version
 * gives without the author: the defaults of its schema and its environment. What the author changed is kept, what the
 * template changed is taken over, and a variable that both changed is a conflict, as is a variable of the author that the new
 * version does not accept, and an environment that it does not have.
 */
export function mergeRun(run: MergedFrom, manifest: TemplateManifest, options: MergeOptions = {}): MergedRun {
  const { resolutions = new Map<string, MergeSide>(), variables: given = {} } = options;
  const conflicts: RunConflict[] = [];
  const environment =
    options.environment === undefined ? keptEnvironment(run, manifest, resolutions, conflicts) : options.environment;
  const base = run.manifest ? valuesOf(run.manifest, run.environment) : {};
  const theirs = valuesOf(manifest, environment);
  const resolve = (path: string) => resolutions.get(path);
  const merged = mergeThreeWay({ base, mine: run.variables, theirs }, resolve, ['variables']);
  const isGiven = ({ path }: MergeConflict) =>
    Object.keys(given).some((name) => isAtOrBelow(path, formatPath(['variables', name])));
  conflicts.push(
    ...merged.conflicts.filter((each) => !isGiven(each)).map((each) => ({ ...each, reason: bothChanged })),
  );
  const values = { ...(merged.value as Record<string, unknown>), ...given };
  for (const [name, reason] of refusedVariables(manifest, values)) {
    const sides = {
      path: formatPath(['variables', name]),
      base: ownProperty(base, name),
      mine: ownProperty(run.variables, name),
      theirs: ownProperty(theirs, name),
    };
    const isKnown = conflicts.some(({ path }) => isAtOrBelow(path, sides.path));
    const isAuthors = isSame(values[name], sides.mine) && !isSame(sides.base, sides.mine);
    if (isKnown || !isAuthors || Object.hasOwn(given, name)) continue;
    conflicts.push({ ...sides, reason });
    if (resolve(sides.path) !== 'THEIRS') continue;
    if (sides.theirs === undefined) delete values[name];
    else values[name] = sides.theirs;
  }
  return { environment, variables: values, conflicts, open: conflicts.filter(({ path }) => !resolutions.has(path)) };
}

const bothChanged = 'Both the author of the run and the template changed it.';

/** The environment of the run if the version has it. Otherwise that is a conflict, which only THEIRS resolves. */
function keptEnvironment(
  { environment }: MergedFrom,
  manifest: TemplateManifest,
  resolutions: ReadonlyMap<string, MergeSide>,
  conflicts: RunConflict[],
): string | null {
  const unknown = unknownEnvironment(manifest, environment);
  if (unknown === null) return environment;
  const path = 'environment';
  conflicts.push({ path, base: environment, mine: environment, theirs: null, reason: unknown.message });
  return resolutions.get(path) === 'THEIRS' ? null : environment;
}

/** The variables that a version has without an author. */
const valuesOf = (manifest: TemplateManifest, environment: string | null): Record<string, unknown> =>
  planRun(manifest, environment, null).variables;

/** The variables with a value that the version does not accept, each with the first reason. Missing ones are left out. */
function refusedVariables(manifest: TemplateManifest, values: Record<string, unknown>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, message } of validateVariables(manifest.variables ?? {}, values).issues) {
    const name = Object.keys(values).find((each) => isAtOrBelow(path, formatPath([each])));
    if (name !== undefined && !found.has(name)) found.set(name, message);
  }
  return found;
}

const isAtOrBelow = (path: string, parent: string): boolean =>
  path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);
