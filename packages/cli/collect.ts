import { basename, dirname, relative } from 'node:path';
import {
  type BundleFile,
  type Definition,
  type Issue,
  identify,
  includedIn,
  type Kind,
  manifestFile,
  type ParseOptions,
  parseDefinition,
  type TemplateManifest,
  type TemplateTestReport,
  templateCycles,
} from '../manifest/index.ts';
import { definitionFolders, readFolder } from '../node/readFolder.ts';
import { sortByDependencies } from '../node/sortByDependencies.ts';
import { localTemplates } from './localTemplates.ts';
import { typed } from './paths.ts';
import { misuse, Problem } from './problem.ts';

/** A definition that was read and checked. */
export interface Collected {
  kind: Kind;
  /** Absolute. */
  folder: string;
  /** The text of agent.json or template.json; null when there is none. */
  manifest: string | null;
  files: BundleFile[];
  /** All its issues. */
  issues: Issue[];
  /** Null if and only if an issue is an error. */
  definition: Definition | null;
  /** The results of the tests of a template that is otherwise valid. */
  tests: TemplateTestReport | null;
  /** Its id, or else the name of its folder. */
  slug: string;
  version: string | null;
}

/** The definitions in a folder, or the one that it is, in the order of their dependencies. Throws a Problem when there are none. */
export async function collect(kind: Kind, dir: string, options: ParseOptions = {}): Promise<Collected[]> {
  const root = typed(dir);
  const folders = await definitionFolders(kind, root).catch((error: NodeJS.ErrnoException) => {
    throw misuse(`${dir} is not a readable folder${error.code ? ` (${error.code})` : ''}.`);
  });
  if (folders.length === 0) {
    const file = manifestFile[kind];
    throw new Problem(`${dir} contains no definitions. It must contain ${file}, or folders that each contain ${file}.`);
  }
  const collected = await Promise.all(folders.map((folder) => collectOne(kind, folder, options, folder !== root)));
  refuseDuplicates(collected, root);
  if (kind === 'TEMPLATE') {
    refuseCycles(collected);
    await checkIncluded(collected, root, options);
  }
  const items = collected.map((each) => ({
    each,
    id: each.slug,
    dependsOn: Object.keys(each.definition?.manifest.dependencies ?? {}),
  }));
  return sortByDependencies(items).map(({ each }) => each);
}

/** Adds an issue to every definition whose version another folder has, too: only one of them could be published. */
function refuseDuplicates(collected: readonly Collected[], root: string): void {
  const all = Map.groupBy(
    collected.filter(({ version }) => version !== null),
    ({ slug, version }) => `${slug}@${version}`,
  );
  for (const [name, same] of all) {
    if (same.length === 1) continue;
    for (const each of same) {
      const others = same.filter((other) => other !== each).map(({ folder }) => relative(root, folder));
      const message = `${name} is also defined in ${others.join(', ')}. Change the id or the version, or remove one of them.`;
      const issue = { file: manifestFile[each.kind], path: 'version', code: 'duplicate_version', message } as const;
      each.issues.push({ ...issue, severity: 'error' });
      each.definition = null;
    }
  }
}

/** Adds an issue to every template that is on a dependency cycle. */
function refuseCycles(collected: readonly Collected[]): void {
  const templates = collected.flatMap((each) => {
    const { definition } = each;
    if (!definition) return [];
    return [
      {
        each,
        slug: definition.slug,
        version: definition.version,
        dependencies: definition.manifest.dependencies ?? {},
      },
    ];
  });
  for (const { template, dependency, chain } of templateCycles(templates)) {
    const message = `Dependency cycle: ${chain}. Remove one of these dependencies.`;
    const path = `dependencies.${dependency}`;
    template.each.issues.push({ file: 'template.json', path, code: 'dependency_cycle', message, severity: 'error' });
    template.each.definition = null;
  }
}

/**
 * Checks and tests the templates that include others with those of the same folder. Those of one definition are looked for
 * beside it.
 */
async function checkIncluded(collected: readonly Collected[], root: string, options: ParseOptions): Promise<void> {
  const templates = collected.flatMap((each) => {
    const { definition } = each;
    return definition?.kind === 'TEMPLATE' ? [{ each, manifest: definition.manifest }] : [];
  });
  const composed = templates.filter(({ manifest }) => includedIn(manifest).length > 0);
  if (composed.length === 0) return;
  const isOne = collected.length === 1 && collected[0]?.folder === root;
  const beside = isOne ? await manifestsIn(dirname(root), options) : [];
  const { include } = localTemplates([...beside, ...templates.map(({ manifest }) => manifest)]);
  for (const { each, manifest } of composed) {
    const own = each.issues.filter(({ code }) => code !== 'template_not_available');
    Object.assign(each, checked(each, own, { ...options, include: (id) => include(manifest, id) }));
  }
}

/** The valid templates of a folder. */
async function manifestsIn(folder: string, options: ParseOptions): Promise<TemplateManifest[]> {
  const folders = await definitionFolders('TEMPLATE', folder).catch(() => []);
  const found = await Promise.all(folders.map((each) => collectOne('TEMPLATE', each, options, true)));
  return found.flatMap(({ definition }) => (definition?.kind === 'TEMPLATE' ? [definition.manifest] : []));
}

async function collectOne(kind: Kind, folder: string, options: ParseOptions, isListed: boolean): Promise<Collected> {
  const { manifest, files, issues } = await readFolder(kind, folder, { isListed });
  const { slug, version } = identify(kind, manifest);
  const read = { kind, folder, manifest, files, slug: slug ?? basename(folder), version };
  return { ...read, ...checked(read, issues, options) };
}

/** @param found issues that are known already */
function checked(
  { kind, manifest, files }: Pick<Collected, 'kind' | 'manifest' | 'files'>,
  found: readonly Issue[],
  options: ParseOptions,
): Pick<Collected, 'issues' | 'tests' | 'definition'> {
  const source = { ...(manifest === null ? {} : { manifest }), files };
  const { definition, issues, tests = null } = parseDefinition(kind, source, options);
  const all = [...found, ...issues.filter((issue) => !found.some((other) => isSame(issue, other)))];
  return { issues: all, tests, definition: all.some(({ severity }) => severity === 'error') ? null : definition };
}

const isSame = (a: Issue, b: Issue): boolean => a.file === b.file && a.path === b.path && a.code === b.code;
