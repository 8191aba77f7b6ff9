import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { readFileOf } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { ErrorBox, Skeleton } from '../ui/basics.tsx';
import { LongText } from '../ui/LongText.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { bytes } from '../ui/time.tsx';
import type { Shown } from './useEntry.ts';

const Markdown = lazyPart(() =>
  import('../ui/Markdown.tsx').then(({ Markdown: component }) => ({ default: component })),
);

/** The content of a file of a version: Markdown formatted, other text as it is. */
export function FileText({ shown, path }: { shown: Shown; path: string }) {
  const { number } = useSession();
  const { kinds, entry, version } = shown;
  const address = { kinds, id: entry.slug, namespace: entry.namespace, version: version?.version ?? '' };
  const { data, error, refetch } = useQuery({
    queryKey: ['file', ...Object.values(address), path, version?.digest, number],
    queryFn: ({ signal }) => readFileOf(address, path, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  const text = decode(data);
  if (text === null) return <p className="soft">Not text ({bytes(data.length)}). Download it to look at it.</p>;
  if (path.endsWith('.md'))
    return (
      <Suspense fallback={<Skeleton rows={8} />}>
        <Markdown text={text} />
      </Suspense>
    );
  return <LongText text={text} />;
}

function decode(content: Uint8Array): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}
