import { basename } from 'node:path';
import {
  type BundleFile,
  type Definition,
  type Issue,
  identify,
  type Kind,
  manifestFile,
  type ParseOptions,
  parseDefinition,
  type TemplateTestReport,
  templateCycles,
} from '../manifest/index.ts';
import { definitionFolders, readFolder } from '../node/readFolder.ts';
import { sortByDependencies } from '../node/sortByDependencies.ts';
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
  if (kind === 'TEMPLATE') refuseCycles(collected);
  const items = collected.map((each) => ({
    each,
    id: each.slug,
    dependsOn: Object.keys(each.definition?.manifest.dependencies ?? {}),
  }));
  return sortByDependencies(items).map(({ each }) => each);
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

async function collectOne(kind: Kind, folder: string, options: ParseOptions, isListed: boolean): Promise<Collected> {
  const { manifest, files, issues: folderIssues } = await readFolder(kind, folder, { isListed });
  const {
    definition,
    issues,
    tests = null,
  } = parseDefinition(kind, { ...(manifest === null ? {} : { manifest }), files }, options);
  const all = [...folderIssues, ...issues.filter((issue) => !folderIssues.some((other) => isSame(issue, other)))];
  const { slug, version } = identify(kind, manifest);
  return {
    kind,
    folder,
    manifest,
    files,
    issues: all,
    tests,
    definition: all.some(({ severity }) => severity === 'error') ? null : definition,
    slug: slug ?? basename(folder),
    version,
  };
}

const isSame = (a: Issue, b: Issue): boolean => a.file === b.file && a.path === b.path && a.code === b.code;
