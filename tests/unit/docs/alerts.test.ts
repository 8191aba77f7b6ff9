import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const sorted = (texts: string[]) => texts.toSorted((a, b) => a.localeCompare(b));

it('the alerts that docs/operations.md lists are the rules of ops/alerts.yaml', async () => {
  const [docs, rules] = await Promise.all(
    ['docs/operations.md', 'ops/alerts.yaml'].map((path) => readFile(path, 'utf8')),
  );
  const table = /^\| alert on \|.*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(docs ?? '')?.[1] ?? '';
  const documented = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, text = '']) => text.replaceAll('\\|', '|'));
  const alerted = [...(rules ?? '').matchAll(/^ +expr: (.+)$/gm)].map(([, text = '']) => text);
  expect(documented.length).toBeGreaterThan(10);
  expect(sorted(alerted)).toEqual(sorted(documented));
});
