/**
 * How many times as much CPU time something takes at once as in eight parts, both in this run: about 1 where the time grows with the
 * size, 8 where it grows with its square. The parts come first, so that they include the compilation of the code.
 */
export function growth(size: number, work: (size: number) => unknown): number {
  const inParts = cpuOf(() => {
    for (let part = 0; part < 8; part += 1) work(size / 8);
  });
  return cpuOf(() => work(size)) / inParts;
}

/** More than noise adds to 1, and half of 8. */
export const mostLinear = 4;

function cpuOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  // What takes no time that can be measured has grown by nothing.
  return Math.max(user + system, 1_000);
}
