import { placeIssues } from '../../packages/cli/issues/place.ts';
import { summary } from '../../packages/cli/issues/summary.ts';
import { namesOf, nounOf } from '../../packages/cli/kinds.ts';
import { bytes, plural } from '../../packages/cli/terminal.ts';
import {
  type DefinitionDiff,
  type FileChange,
  type ManifestChange,
  manifestFile,
} from '../../packages/manifest/index.ts';
import { code, inline, table } from './markdown.ts';
import type { Planned, Step } from './plan.ts';

/** What publishing would do, in Markdown, for a pull request. */
export function describePlan(planned: readonly Planned[]): string {
  const shown = planned.filter(({ step }) => step?.what !== 'unchanged');
  const unchanged = planned.length - shown.length;
  const compared = planned.some(({ step }) => step !== null && step.what !== 'invalid');
  return [
    '## Definitions',
    inline(summary(planned.map(({ collected }) => collected))),
    ...(compared ? [] : ['Not compared with a registry: `REGISTRY_URL` is not set here.']),
    ...(compared && shown.length === 0 ? ['Nothing would be published: all of it is there already.'] : []),
    ...(compared && shown.length > 0
      ? [
          table(
            ['', 'definition', 'version', 'when this is merged'],
            shown.map(({ collected, step }) => [
              step ? signs[step.what] : '',
              `${nounOf[collected.kind]} ${code(collected.slug)}`,
              collected.version === null ? '' : code(collected.version),
              step ? outcomeOf(step) : '',
            ]),
          ),
        ]
      : []),
    ...(compared && unchanged > 0 ? [`${plural(unchanged, 'definition')} unchanged.`] : []),
    ...shown.flatMap(changesOf),
    ...shown.flatMap(issuesOf),
  ].join('\n\n');
}

const signs: Record<Step['what'], string> = { invalid: '❌', taken: '❌', new: '🆕', version: '⬆️', unchanged: '' };

function outcomeOf(step: Step): string {
  switch (step.what) {
    case 'invalid':
      return 'refused: it is not valid, see below';
    case 'taken':
      return 'refused: this version is published with other content, so raise `version`';
    case 'new':
      return step.draft ? 'a draft, the first version' : 'published, the first version';
    case 'version': {
      if (step.draft) return `a draft; ${code(step.current)} stays current`;
      return step.becomesCurrent
        ? `published and current, after ${code(step.current)}`
        : `published; ${code(step.current)} stays current`;
    }
    case 'unchanged':
      return 'nothing';
  }
}

const maxChanges = 30;

function changesOf({ collected, step }: Planned): string[] {
  if (step?.what !== 'version') return [];
  const lines = linesOf(step.diff, manifestFile[collected.kind]);
  const more = lines.length - maxChanges;
  const head = `${nounOf[collected.kind]} ${code(collected.slug)}: ${plural(lines.length, 'change')} since ${code(step.current)}`;
  return [
    `<details><summary>${head}</summary>\n`,
    [...lines.slice(0, maxChanges), ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n') ||
      '- nothing but the version',
    '</details>',
  ];
}

/** Changes of the manifest are listed key by key, not again for its file. */
const linesOf = ({ changes, files }: DefinitionDiff, manifest: string): string[] => [
  ...changes.map(({ path, change, before, after }: ManifestChange) => line(path, change, value(before), value(after))),
  ...files
    .filter(({ path }) => path !== manifest)
    .map(({ path, change, before, after }: FileChange) =>
      line(path, change, code(before ? bytes(before.size) : ''), code(after ? bytes(after.size) : '')),
    ),
];

function line(path: string, change: ManifestChange['change'], before: string, after: string): string {
  if (change === 'ADDED') return `- added ${code(path)}: ${after}`;
  return change === 'REMOVED' ? `- removed ${code(path)}` : `- changed ${code(path)}: ${before} → ${after}`;
}

const widest = 120;

function value(given: unknown): string {
  const text = JSON.stringify(given) ?? '';
  return code(text.length > widest ? `${text.slice(0, widest)}…` : text);
}

function issuesOf({ collected, step }: Planned): string[] {
  if (step?.what !== 'invalid') return [];
  const { kind, slug, issues, files } = collected;
  const errors = placeIssues(issues, files).filter(({ severity }) => severity === 'error');
  return [
    `### ${namesOf[kind]}/${inline(slug)}`,
    errors
      .map(
        ({ file, path, position, message }) =>
          `- ${code(`${file}${position ? `:${position.line}` : ''}`)} ${path === '' ? '' : code(path)} ${inline(message)}`,
      )
      .join('\n'),
  ];
}
