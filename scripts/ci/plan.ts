import type { Collected } from '../../packages/cli/collect.ts';
import { type Client, type ContentFragment, PublishedByIdDocument } from '../../packages/client/index.ts';
import {
  compareVersions,
  type DefinitionDiff,
  diffDefinitions,
  isPrerelease,
  isSameContent,
} from '../../packages/manifest/index.ts';

/** What publishing a definition would do to the registry. */
export type Step =
  | { what: 'invalid' }
  /** There, with the same content. */
  | { what: 'unchanged' }
  /** There, with other content: the version must be raised. */
  | { what: 'taken' }
  /** The first of its id. */
  | { what: 'new'; draft: boolean }
  /** `current` is what is served until then; `becomesCurrent` unless it is a draft, older, or a prerelease. */
  | { what: 'version'; draft: boolean; current: string; becomesCurrent: boolean; diff: DefinitionDiff };

export interface Planned {
  collected: Collected;
  /** Null without a registry to compare with. */
  step: Step | null;
}

const atOnce = 4;

/** Compares definitions with what the registry has, as the client sees it. Writes nothing and needs no right to. */
export async function plan(
  client: Client | null,
  collected: readonly Collected[],
  namespace: string | null,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (let start = 0; start < collected.length; start += atOnce) {
    planned.push(
      ...(await Promise.all(
        collected.slice(start, start + atOnce).map(async (each) => ({
          collected: each,
          step:
            each.definition === null
              ? ({ what: 'invalid' } as const)
              : client && (await stepOf(client, each, namespace)),
        })),
      )),
    );
  }
  return planned;
}

async function stepOf(
  client: Client,
  { kind, slug, definition, files }: Collected,
  namespace: string | null,
): Promise<Step> {
  if (!definition) return { what: 'invalid' };
  const { version, authored, manifest, draft } = definition;
  const found = await client.request(PublishedByIdDocument, { id: slug, namespace, version });
  const entry = kind === 'AGENT' ? found.agent : found.template;
  if (entry?.same && entry.same.status !== 'DRAFT')
    return { what: isSameContent(entry.same, authored, files) ? 'unchanged' : 'taken' };
  const current: ContentFragment | null = entry?.current ?? null;
  if (!current) return { what: 'new', draft };
  return {
    what: 'version',
    draft,
    current: current.version,
    becomesCurrent: !draft && !isPrerelease(version) && compareVersions(version, current.version) > 0,
    diff: diffDefinitions(current, { manifest, files: definition.files }),
  };
}
