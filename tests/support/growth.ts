/**
 * How many times as much CPU time something takes for a size as for an eighth of it, both in this run: about 8 where the time grows
 * with the size, 64 where it grows with its square. The smaller one is the fastest of three, so that it has been compiled.
 */
export function growth(size: number, work: (size: number) => unknown): number {
  const small = Math.min(...[1, 2, 3].map(() => cpuOf(() => work(size / 8))));
  return cpuOf(() => work(size)) / small;
}

/** More than noise adds to 8, and far from 64. */
export const mostLinear = 24;

function cpuOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
