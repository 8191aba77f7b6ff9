import { type ChangeRuleName, changeLevels, compatibilityRules } from '../../packages/manifest/index.ts';
import type { Part } from './examples/example.ts';
import { compatibilityExamples } from './examples.ts';

const begin = '<!-- rules: written by `npm run generate` -->';
const end = '<!-- end of rules -->';

const headings = {
  BREAKING: 'Breaking',
  RISKY: 'Risky',
  SAFE: 'Safe',
} as const;

/** The page with its tables of rules as the source has them. */
export function compatibilityPage(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/compatibility.md must contain ${begin} and ${end}.`);
  return `${page.slice(0, from)}${begin}\n\n${tables()}\n${page.slice(to)}`;
}

function tables(): string {
  return changeLevels
    .toReversed()
    .map((level) => {
      const rows = (Object.keys(compatibilityRules) as ChangeRuleName[])
        .filter((name) => compatibilityRules[name].level === level)
        .map(row);
      return `### ${headings[level]}\n\n| rule | what changed | effect | example |\n|---|---|---|---|\n${rows.join('\n')}\n`;
    })
    .join('\n');
}

function row(name: ChangeRuleName): string {
  const { title, reason } = compatibilityRules[name];
  const { before, after } = compatibilityExamples[name];
  return `| \`${name}\` | ${cell(title)} | ${cell(reason)} | ${code(before)} → ${code(after)} |`;
}

const maxLength = 160;

/** The content of a part as JSON, without what every example has. */
function code(part: Part): string {
  const text = JSON.stringify(part.manifest ?? part.mcpServers ?? part.files);
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return `\`${cell(short)}\``;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
