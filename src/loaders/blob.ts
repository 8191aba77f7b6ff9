import DataLoader from 'dataloader';
import type { Artifacts } from '../artifacts/artifacts.ts';

/** Maximum number of files that are read concurrently. */
const atOnce = 16;

export function blobLoaders(artifacts: Artifacts) {
  /** A damaged file is an error only for its own key; the others of the batch are returned. */
  const blob = new DataLoader<string, Uint8Array | null>(
    (digests) => Promise.all(digests.map((digest) => artifacts.get(digest).catch((error: Error) => error))),
    { maxBatchSize: atOnce },
  );
  /** The content as text, decoded once even if it is selected several times. */
  const text = new DataLoader<string, string | null>((digests) =>
    Promise.all(
      digests.map((digest) =>
        blob.load(digest).then(
          (bytes) => {
            blob.clear(digest); // Keeps only the text in memory, not the bytes.
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
