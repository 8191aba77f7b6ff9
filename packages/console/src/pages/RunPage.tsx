import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { isTransient, pause } from '../../../client/index.ts';
import {
  ConsoleCancelRunDocument,
  ConsoleRetryRunDocument,
  ConsoleRunDocument,
  type ConsoleRunQuery,
  type ConsoleStepFragment,
  ConsoleWatchRunDocument,
} from '../../generated/graphql.ts';
import { ask, client, isUnauthenticated } from '../api/gateway.ts';
import { describeError, isRefusal, newIdempotencyKey } from '../api/outcome.ts';
import { currentToken, markExpired, useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { ErrorBox, Guarded, Json, Notice, Skeleton, Status } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { Title } from '../ui/Title.tsx';
import { Duration, exactTime, Time } from '../ui/time.tsx';
import { tokens } from '../ui/tokens.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import { RunUpgrade } from './RunUpgrade.tsx';

const PlanGraph = lazyPart(() => import('../ui/PlanGraph.tsx'));

type Run = NonNullable<ConsoleRunQuery['run']>;

const retryMs = 2_000;
/** How often a run that is not followed live is loaded. */
const refreshMs = 10_000;

/** A run as it is now, and live while it is under way. */
function useRun(id: string) {
  const queries = useQueryClient();
  const { number, expired } = useSession();
  const [refusal, setRefusal] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const queryKey = ['run', id, number];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(ConsoleRunDocument, { id }, signal),
    // Others may retry a run that failed; no subscription tells of it.
    refetchInterval: ({ state: { data } }) =>
      data?.run && (data.run.status === 'FAILED' || (refusal && isUnderWay(data.run))) ? refreshMs : false,
  });
  const isFollowed = query.data?.run ? isUnderWay(query.data.run) : false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key follows from what is listed.
  useEffect(() => {
    setRefusal(null);
    if (!isFollowed || expired) return;
    const stop = new AbortController();
    const { signal } = stop;
    const token = currentToken();
    const watch = async () => {
      while (!signal.aborted) {
        try {
          for await (const { run } of client.subscribe(ConsoleWatchRunDocument, { id }, { signal })) {
            // An answer that is still on its way may be older, and would hide the end of the run.
            await queries.cancelQueries({ queryKey });
            queries.setQueryData(queryKey, { run });
          }
        } catch (error) {
          if (isUnauthenticated(error)) markExpired(token);
          if (!isTransient(error)) return setRefusal(error);
        }
        await pause(retryMs, signal);
        if (!signal.aborted) await queries.invalidateQueries({ queryKey });
      }
    };
    void watch();
    return () => stop.abort();
  }, [id, number, expired, isFollowed, attempt]);
  return {
    ...query,
    /** Why the gateway does not let it be followed. */
    refusal: expired ? null : refusal,
    followAgain: () => setAttempt((count) => count + 1),
  };
}

const isUnderWay = ({ status }: Run): boolean => status === 'QUEUED' || status === 'RUNNING';

export function RunPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch, refusal, followAgain } = useRun(id);
  if (error && !data) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={10} />;
  if (!data.run) return <NotFoundPage />;
  return (
    <>
      {refusal !== null && (
        <Notice tone="warn" title="This run is not followed live">
          <p>
            The gateway refused it: {describeError(refusal).detail} The page is updated every {refreshMs / 1000} seconds
            instead.
          </p>
          <button type="button" onClick={followAgain}>
            Try again
          </button>
        </Notice>
      )}
      <Shown run={data.run} />
    </>
  );
}

function Shown({ run }: { run: Run }) {
  const { step: chosen } = useSearch({ strict: false }) as { step?: string };
  const navigate = useNavigate();
  const viewer = useViewer();
  const [asking, setAsking] = useState<'cancel' | 'retry' | null>(null);
  const refusal = refusalFor(viewer, 'PUBLISHER', run.namespace);
  const done = run.steps.filter(({ status }) => status === 'SUCCEEDED').length;
  const step = run.steps.find(({ stepId }) => stepId === chosen);
  return (
    <>
      <Title
        text={`Run of ${run.template?.name ?? 'a removed template'}`}
        about={
          <span role="status">
            <Status value={run.status} /> {done} of {run.steps.length} steps succeeded
          </span>
        }
      >
        {isUnderWay(run) ? (
          <Guarded refusal={refusal} onClick={() => setAsking('cancel')}>
            Cancel the run
          </Guarded>
        ) : (
          run.status === 'FAILED' && (
            <Guarded refusal={refusal} onClick={() => setAsking('retry')}>
              Retry
            </Guarded>
          )
        )}
      </Title>
      <dl className="facts row">
        <div>
          <dt>Template</dt>
          <dd>
            {run.template ? (
              <Link
                to="/$namespace/$kinds/$id"
                params={{ namespace: run.template.namespace, kinds: 'templates', id: run.template.templateId }}
                {...(run.templateVersion ? { search: { version: run.templateVersion.version } } : {})}
              >
                {run.template.templateId} {run.templateVersion?.version}
              </Link>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>Environment</dt>
          <dd>{run.environment ?? 'none'}</dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>
            <Time value={run.createdAt} />
          </dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>
            <Duration from={run.startedAt} to={run.finishedAt} />
          </dd>
        </div>
        {run.usage && (
          <div>
            <dt>Tokens</dt>
            <dd>{tokens(run.usage)}</dd>
          </div>
        )}
      </dl>
      {run.cancelReason !== null && <Notice tone="warn" title={`Cancelled: ${run.cancelReason}`} />}
      <section aria-labelledby="plan">
        <h2 id="plan">Plan</h2>
        <Suspense fallback={<Skeleton rows={3} tall />}>
          <PlanGraph
            steps={run.steps.map(({ stepId, name, dependsOn, status, agent }) => ({
              stepId,
              name,
              dependsOn,
              status,
              about: agent?.agentId ?? 'removed agent',
            }))}
          />
        </Suspense>
      </section>
      <section aria-labelledby="steps">
        <h2 id="steps">Steps</h2>
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">Status</th>
                <th scope="col">Agent</th>
                <th scope="col" className="wide-only">
                  Attempt
                </th>
                <th scope="col">Took</th>
                <th scope="col" className="wide-only">
                  Worker
                </th>
              </tr>
            </thead>
            <tbody>
              {run.steps.map((each) => (
                <tr key={each.id} className={each.stepId === chosen ? 'chosen' : ''}>
                  <td>
                    <Link to="/runs/$id" params={{ id: run.id }} search={{ step: each.stepId }} resetScroll={false}>
                      {each.name}
                    </Link>
                    {each.stepId.includes('/') && <code className="soft wrap"> {each.stepId}</code>}
                  </td>
                  <td>
                    <Status value={each.status} />
                    {each.waitReason && <span className="soft"> {each.waitReason}</span>}
                    {each.error && (
                      <span className="field-error">
                        {each.status === 'FAILED' ? ' ' : ' Last attempt: '}
                        {each.error.message}
                      </span>
                    )}
                  </td>
                  <td>
                    {each.agent ? (
                      <Link
                        to="/$namespace/$kinds/$id"
                        params={{ namespace: each.agent.namespace, kinds: 'agents', id: each.agent.agentId }}
                      >
                        {each.agent.agentId}
                      </Link>
                    ) : (
                      '–'
                    )}{' '}
                    <code>{each.agentVersion?.version}</code>
                  </td>
                  <td className="wide-only">
                    {each.attempt} of {each.maxAttempts}
                  </td>
                  <td>
                    <Duration from={each.startedAt} to={each.finishedAt} />
                  </td>
                  <td className="wide-only">{each.worker ? <code>{each.worker}</code> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <div className="halves">
        <Json value={run.variables} label="Variables" />
        {run.outputs !== null && <Json value={run.outputs} label="Outputs" />}
      </div>
      <RunUpgrade key={run.id} id={run.id} refusal={refusal} />
      {step && (
        <Dialog
          wide
          title={step.name}
          onClose={() => void navigate({ to: '/runs/$id', params: { id: run.id }, resetScroll: false })}
        >
          <Step step={step} />
        </Dialog>
      )}
      {asking && <Ask run={run} what={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function Step({ step }: { step: ConsoleStepFragment }) {
  return (
    <>
      <dl className="facts row">
        <div>
          <dt>Status</dt>
          <dd>
            <Status value={step.status} />
          </dd>
        </div>
        <div>
          <dt>Attempt</dt>
          <dd>
            {step.attempt} of {step.maxAttempts}
          </dd>
        </div>
        <div>
          <dt>After</dt>
          <dd>{step.dependsOn.join(', ') || 'nothing'}</dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>{step.startedAt ? exactTime(step.startedAt) : '–'}</dd>
        </div>
        <div>
          <dt>Finished</dt>
          <dd>{step.finishedAt ? exactTime(step.finishedAt) : '–'}</dd>
        </div>
        {step.worker && (
          <div>
            <dt>Worker</dt>
            <dd>
              <code>{step.worker}</code>
            </dd>
          </div>
        )}
        {step.timeoutSeconds !== null && (
          <div>
            <dt>Timeout</dt>
            <dd>
              {step.timeoutSeconds} s{step.timesOutAt && `, at ${exactTime(step.timesOutAt)}`}
            </dd>
          </div>
        )}
        {step.usage && (
          <div>
            <dt>Tokens</dt>
            <dd>{tokens(step.usage)}</dd>
          </div>
        )}
        {step.claimedUntil && (
          <div>
            <dt>Lease expires</dt>
            <dd>{exactTime(step.claimedUntil)}</dd>
          </div>
        )}
      </dl>
      {step.error && <Notice tone="bad" title={`${step.error.code}: ${step.error.message}`} />}
      <Json value={step.inputs} label="Inputs" />
      {step.outputs !== null && <Json value={step.outputs} label="Outputs" />}
    </>
  );
}

function Ask({ run, what, onClose }: { run: Run; what: 'cancel' | 'retry'; onClose: () => void }) {
  const queries = useQueryClient();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<Parameters<typeof RefusalNotice>[0]['refusal'] | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  async function act() {
    setWaiting(true);
    try {
      const input = { runId: run.id, idempotencyKey, ...(reason.trim() ? { reason: reason.trim() } : {}) };
      const document = what === 'cancel' ? ConsoleCancelRunDocument : ConsoleRetryRunDocument;
      const { result } = await ask(document, { input });
      if (isRefusal(result)) return setRefused(result);
      await queries.invalidateQueries({ queryKey: ['run', run.id] });
      onClose();
    } catch (error) {
      setProblem(describeError(error).detail);
    } finally {
      setWaiting(false);
    }
  }
  return (
    <Dialog title={what === 'cancel' ? 'Cancel the run?' : 'Retry the run?'} onClose={onClose}>
      <p>
        {what === 'cancel'
          ? 'Waiting steps are not started, and running steps are abandoned. Their effects are not undone.'
          : 'Failed and cancelled steps, and the steps that depend on them, are queued again. Steps that succeeded keep their results.'}
      </p>
      <label className="field">
        Reason
        <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </label>
      {refused && <RefusalNotice refusal={refused} />}
      {problem && <Notice tone="bad" title={problem} />}
      <footer className="dialog-actions">
        <button type="button" onClick={onClose}>
          Keep it as it is
        </button>
        <button
          type="button"
          className={what === 'cancel' ? 'primary danger' : 'primary'}
          disabled={isWaiting}
          onClick={() => void act()}
        >
          {what === 'cancel' ? 'Cancel the run' : 'Retry'}
        </button>
      </footer>
    </Dialog>
  );
}
