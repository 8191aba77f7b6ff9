import DataLoader from 'dataloader';
import type { Artifacts } from '../artifacts/artifacts.ts';

/** Files' contents by digest; at most so many are read at once. */
const atOnce = 16;

export const blobLoaders = (artifacts: Artifacts) => ({
  /** A damaged file is an error of its own: the others of its batch are answered. */
  blob: new DataLoader<string, Uint8Array | null>(
    (digests) => Promise.all(digests.map((digest) => artifacts.get(digest).catch((error: Error) => error))),
    { maxBatchSize: atOnce },
  ),
});
