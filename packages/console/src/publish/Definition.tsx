import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { describeError, isRefusal, newIdempotencyKey } from '../api/outcome.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, type Viewer } from '../api/viewer.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { Badge, ErrorBox, Guarded, Notice, Skeleton } from '../ui/basics.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { bytes } from '../ui/time.tsx';
import { Issues } from './Issues.tsx';
import type { Folder } from './readFolder.ts';
import { placed, publish, validate } from './send.ts';

const AgainstCurrent = lazyPart(() => import('./AgainstCurrent.tsx'));

/** One definition that was dropped: what is wrong with it, what publishing would do, and the buttons that do it. */
export function Definition({ folder, viewer }: { folder: Folder; viewer: Viewer | null | undefined }) {
  const queries = useQueryClient();
  const { number } = useSession();
  const [key] = useState(newIdempotencyKey); // Of this folder as it was dropped.
  const [working, setWorking] = useState<'publish' | 'draft' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Awaited<ReturnType<typeof publish>> | null>(null);
  const id = String(folder.manifest?.[folder.kinds === 'agents' ? 'agentId' : 'templateId'] ?? folder.name);
  const text = folder.text;
  const mayValidate = refusalFor(viewer, 'VIEWER') === null;
  const refusal = refusalFor(viewer, 'PUBLISHER');
  const checked = useQuery({
    queryKey: ['validate', key, number],
    queryFn: () => validate(folder),
    enabled: mayValidate && folder.manifest !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const found = checked.data && !isRefusal(checked.data) ? checked.data : null;
  const preview = useQuery({
    queryKey: ['publishPreview', key, number],
    queryFn: () => publish(folder, { draft: false, dryRun: true }),
    enabled: found?.valid === true && refusal === null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const issues = [...folder.issues, ...(found ? placed(folder, text, found.issues) : [])];
  const errors = issues.filter(({ severity }) => severity === 'ERROR').length;
  const size = folder.files.reduce((sum, { content }) => sum + content.length, text.length);

  async function send(draft: boolean) {
    setWorking(draft ? 'draft' : 'publish');
    setProblem(null);
    try {
      const result = await publish(folder, { draft, dryRun: false, idempotencyKey: `${key}${draft ? '.draft' : ''}` });
      setOutcome(result);
      if (!isRefusal(result)) await queries.invalidateQueries({ queryKey: ['entries'] });
    } catch (error) {
      setProblem(describeError(error).detail);
    } finally {
      setWorking(null);
    }
  }

  const done = outcome && !isRefusal(outcome) ? outcome : null;
  return (
    <section className="definition" aria-label={id}>
      <header>
        <h2>{id}</h2>
        <code>{String(folder.manifest?.version ?? '')}</code>
        <Badge>{folder.kinds === 'agents' ? 'agent' : 'template'}</Badge>
        <span className="soft">
          {folder.files.length + 1} files, {bytes(size)}
        </span>
      </header>
      {checked.isFetching && <Skeleton rows={3} />}
      {checked.error && <ErrorBox error={checked.error} retry={() => void checked.refetch()} />}
      {checked.data && isRefusal(checked.data) && <RefusalNotice refusal={checked.data} />}
      {(found || folder.issues.length > 0) && (
        <div role="status">
          {errors > 0 ? (
            <Notice
              tone="bad"
              title={`${errors} ${errors === 1 ? 'error' : 'errors'}. Mend the folder and drop it again.`}
            />
          ) : (
            <Notice tone="good" title="Valid." />
          )}
        </div>
      )}
      {issues.length > 0 && <Issues issues={issues} />}
      {preview.data && isRefusal(preview.data) && <RefusalNotice refusal={preview.data} />}
      {preview.data && !isRefusal(preview.data) && !done && (
        <>
          <p>
            {preview.data.created
              ? 'Publishing makes this the current version.'
              : 'This version is published already, with the same content. Publishing changes nothing.'}
          </p>
          {preview.data.visibilityChange &&
            preview.data.visibilityChange.before !== preview.data.visibilityChange.after && (
              <Notice
                tone="warn"
                title={`It becomes ${preview.data.visibilityChange.after.toLowerCase()}: read access changes.`}
              />
            )}
        </>
      )}
      {folder.manifest && viewer && errors === 0 && (
        <Suspense fallback={<Skeleton rows={4} />}>
          <AgainstCurrent folder={folder} id={id} namespace={viewer.namespace} />
        </Suspense>
      )}
      {outcome && isRefusal(outcome) && <RefusalNotice refusal={outcome} />}
      {problem && <Notice tone="bad" title={problem} />}
      {done ? (
        <Notice
          tone="good"
          title={done.created ? `Done: ${id} ${done.version?.version}.` : 'It was published already.'}
        >
          <p>
            <Link
              to="/$namespace/$kinds/$id"
              params={{ namespace: viewer?.namespace ?? 'default', kinds: folder.kinds, id }}
              {...(done.version ? { search: { version: done.version.version } } : {})}
            >
              Look at it
            </Link>
          </p>
        </Notice>
      ) : (
        <div className="dialog-actions">
          {working && <progress aria-label="Uploading" />}
          <Guarded refusal={refusal ?? blocked(errors, found)} onClick={() => void send(true)}>
            Publish as a draft
          </Guarded>
          <Guarded refusal={refusal ?? blocked(errors, found)} onClick={() => void send(false)} tone="primary">
            {working === 'publish' ? 'Publishing…' : 'Publish'}
          </Guarded>
        </div>
      )}
    </section>
  );
}

function blocked(errors: number, found: unknown): string | null {
  if (errors > 0) return 'Fix the errors first.';
  return found ? null : 'Wait for validation to finish.';
}
