import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cpuRatio, type Report } from './report.ts';

/** Of each scenario: the CPU time of the hand-written peer and its Postgres, over that of the gateway and its own. */
type Recorded = Record<string, number>;

const file = fileURLToPath(new URL('recorded.json', import.meta.url));

/** A ratio may be this part of the recorded one: `--quick` is noisy. */
const tolerated = 0.75;

const measured = ({ scenarios }: Pick<Report, 'scenarios'>): Recorded =>
  Object.fromEntries(scenarios.map(({ name, results }) => [name, Math.round(cpuRatio(results) * 100) / 100]));

/** Records the ratios of this run, beside those of other scenarios. */
export async function record(report: Report): Promise<void> {
  await writeFile(file, `${JSON.stringify({ ...(await read()), ...measured(report) }, null, 2)}\n`);
}

/** A sentence for each scenario in which the gateway falls short of the recorded ratio, or that has none. */
export const shortfalls = async (report: Report): Promise<string[]> => compareRatios(await read(), measured(report));

/** The same of given ratios. */
export function compareRatios(recorded: Recorded, ratios: Recorded): string[] {
  return Object.entries(ratios).flatMap(([name, ratio]) => {
    const known = recorded[name];
    if (known === undefined) return [`${name}: no ratio is recorded. Run the benchmark with --record.`];
    if (ratio >= known * tolerated) return [];
    return [
      `${name}: the CPU time of hand-written is ${ratio} of the gateway's; at least ${(known * tolerated).toFixed(2)} is expected.`,
    ];
  });
}

const read = async (): Promise<Recorded> => JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
