import Table from 'cli-table3';
import type { Growth, KindFigures } from './verdict.ts';

interface Machine {
  cores: number;
  loadBefore: number;
  loadAfter: number;
}

/** The figures for people. */
export function table(kinds: readonly KindFigures[], growth: Growth, machine: Machine): string {
  const rows = new Table({
    head: ['kind', 'a second', 'answered', 'errors', 'p50 ms', 'p95 ms', 'p99 ms'],
    style: { head: [], border: [] },
  });
  for (const { name, perSecond, count, errors, p50, p95, p99 } of kinds) {
    const failed = Object.values(errors).reduce((sum, each) => sum + each, 0);
    rows.push([name, perSecond, count, failed, p50, p95, p99]);
  }
  const { memoryBefore, memoryAfter, memorySlope, mostConnections } = growth;
  return [
    rows.toString(),
    `Memory of the gateway: ${memoryBefore} MB in the second quarter, ${memoryAfter} MB in the last, ${memorySlope} MB a minute in the second half.`,
    `Connections to the database: at most ${mostConnections}.`,
    `Load average of this machine (${machine.cores} cores): ${machine.loadBefore.toFixed(1)} before, ${machine.loadAfter.toFixed(1)} after.`,
  ].join('\n');
}
