import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { DiffFieldsFragment } from '../../generated/graphql.ts';
import { type Kinds, readFileOf } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { ErrorBox, Skeleton, Status } from '../ui/basics.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import type { DiffView } from '../ui/TextDiff.tsx';
import { bytes } from '../ui/time.tsx';

const TextDiff = lazyPart(() => import('../ui/TextDiff.tsx'));

const shownBytes = 400_000;

/** A file that differs between two versions, line by line where it is text. */
export function FileDiff({
  sides: { kinds, namespace, id, from, to },
  file: { path, change, before, after },
  view,
}: {
  sides: { kinds: Kinds; namespace: string; id: string; from: string; to: string };
  file: DiffFieldsFragment['files'][number];
  view: DiffView;
}) {
  const { number } = useSession();
  const isLarge = Math.max(before?.size ?? 0, after?.size ?? 0) > shownBytes;
  const { data, error } = useQuery({
    queryKey: ['fileDiff', kinds, namespace, id, path, before?.sha256, after?.sha256, number],
    async queryFn({ signal }) {
      const read = async (version: string, side: unknown) =>
        side ? text(await readFileOf({ kinds, namespace, id, version }, path, signal)) : '';
      return { before: await read(from, before), after: await read(to, after) };
    },
    enabled: !isLarge,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const size = `${before ? bytes(before.size) : 'nothing'} → ${after ? bytes(after.size) : 'nothing'}`;
  return (
    <section className="file-diff" aria-label={path}>
      <h3>
        <Status value={change} /> <code>{path}</code> <span className="soft">{size}</span>
      </h3>
      {isLarge && <p className="soft">Too large to be compared here.</p>}
      {error && <ErrorBox error={error} />}
      {!data && !isLarge && !error && <Skeleton rows={4} />}
      {data &&
        (data.before === null || data.after === null ? (
          <p className="soft">Not text.</p>
        ) : (
          <Suspense fallback={<Skeleton rows={4} />}>
            <TextDiff label={path} before={data.before} after={data.after} view={view} />
          </Suspense>
        ))}
    </section>
  );
}

function text(content: Uint8Array): string | null {
  try {
    return content.includes(0) ? null : new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}
