import type { Attributes, Tracing } from '../../../packages/node/tracing.ts';
import type { Artifacts } from '../../../src/artifacts/artifacts.ts';

/** File storage whose calls are spans. */
export function tracedArtifacts(artifacts: Artifacts, tracing: Tracing): Artifacts {
  const traced = <Result>(call: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result> =>
    tracing.span(`storage ${call}`, { kind: 'client', attributes }, work);
  return {
    put: (blobs) =>
      traced('put', { 'registry.storage.files': blobs.length, 'registry.storage.bytes': sizeOf(blobs) }, () =>
        artifacts.put(blobs),
      ),
    get: (sha256) => traced('get', {}, () => artifacts.get(sha256)),
    list: (after) => traced('list', {}, () => artifacts.list(after)),
    remove: (digests) =>
      traced('remove', { 'registry.storage.files': digests.length }, () => artifacts.remove(digests)),
    discardUnfinished: (before) => traced('discard unfinished', {}, () => artifacts.discardUnfinished(before)),
    check: () => artifacts.check(),
    describe: (bundle) => traced('describe', {}, () => artifacts.describe(bundle)),
  };
}

const sizeOf = (blobs: readonly { bytes: Uint8Array }[]) => blobs.reduce((sum, { bytes }) => sum + bytes.length, 0);
