import DataLoader from 'dataloader';
import type { Artifacts } from '../artifacts/artifacts.ts';

/** Files' contents by digest; at most so many are read at once. */
const atOnce = 16;

export function blobLoaders(artifacts: Artifacts) {
  /** A damaged file is an error of its own: the others of its batch are answered. */
  const blob = new DataLoader<string, Uint8Array | null>(
    (digests) => Promise.all(digests.map((digest) => artifacts.get(digest).catch((error: Error) => error))),
    { maxBatchSize: atOnce },
  );
  /** The same as text, decoded once however often it is in the answer. */
  const text = new DataLoader<string, string | null>((digests) =>
    Promise.all(
      digests.map((digest) =>
        blob.load(digest).then(
          (bytes) => {
            blob.clear(digest); // Twice in memory is once too often.
            return bytes && utf8.decode(bytes);
          },
          (error: Error) => error,
        ),
      ),
    ),
  );
  return { blob, text };
}

const utf8 = new TextDecoder();
