import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FormEvent, type RefObject, Suspense, useMemo, useRef, useState } from 'react';
import type { TemplateOverviewFragment } from '../../generated/graphql.ts';
import { ConsoleInstantiateDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { describeError, isRefusal, newIdempotencyKey, type Refusal } from '../api/outcome.ts';
import { useSession } from '../api/session.ts';
import { useSettled } from '../api/useSettled.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { ChosenVersion, useChosenVersion } from '../entry/ChosenVersion.tsx';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { type TemplateEntry, useEntry } from '../entry/useEntry.ts';
import { SchemaFields } from '../form/SchemaFields.tsx';
import { initialTyped, type Property, readTyped, type Typed, wrongOf } from '../form/schema.ts';
import { Digest, Empty, ErrorBox, Notice, Skeleton } from '../ui/basics.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { Title } from '../ui/Title.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const PlanGraph = lazyPart(() => import('../ui/PlanGraph.tsx'));

/** A form from the schema of a template's variables, what would run (the gateway's dry run), and the run. */
export function InstantiatePage() {
  const { namespace = '', id = '' } = useParams({ strict: false });
  const { version } = useSearch({ strict: false }) as { version?: string };
  const chosen = useChosenVersion({ namespace, id }, version);
  const kept = useRef<Record<string, Typed>>({});
  const { data, error, refetch } = useEntry({ kinds: 'templates', namespace, id }, chosen.version, chosen.isKnown);
  if (chosen.error) return <ErrorBox error={chosen.error} />;
  if (error && !data) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={10} />;
  if (data === null || data.kinds !== 'templates') return <NotFoundPage />;
  if (!data.version)
    return (
      <>
        <Title text={`Start a run of ${data.entry.name}`} />
        <ChosenVersion entry={data.entry} asked={version} />
        <Empty title="No published version of this number, range or channel, or you do not have access to it.">
          {chosen.problem && <p>{chosen.problem}</p>}
        </Empty>
      </>
    );
  // The form stays as it is when the feed loads the entry again: only another version makes another form.
  return <Form key={data.version.version} entry={data.entry} version={data.version} asked={version} kept={kept} />;
}

function Form({
  entry,
  version,
  asked,
  kept,
}: {
  entry: TemplateEntry;
  version: TemplateOverviewFragment;
  /** The number, range or channel in the address. */
  asked: string | undefined;
  /** What was typed, for the form of the next version. */
  kept: RefObject<Record<string, Typed>>;
}) {
  const { environment = '' } = useSearch({ strict: false }) as { environment?: string };
  const navigate = useNavigate();
  const viewer = useViewer();
  const { number } = useSession();
  const schema = (version.variables ?? {}) as Property;
  const given = version.environments.find(({ name }) => name === environment)?.variables as
    | Record<string, unknown>
    | undefined;
  const [typed, setTyped] = useState(() =>
    withKept(schema, initialTyped({ ...schema, type: 'object' }, given), kept.current),
  );
  const change = (next: Record<string, Typed>) => {
    kept.current = next;
    setTyped(next);
  };
  const [isTouched, setTouched] = useState(false);
  const [key, setKey] = useState(newIdempotencyKey);
  const [isWaiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const refusal = refusalFor(viewer, 'PUBLISHER');
  const read = useMemo(
    () => readTyped({ ...schema, type: 'object', properties: schema.properties ?? {} }, typed),
    [schema, typed],
  );
  const isComplete = Object.keys(read.errors).length === 0;
  const input = {
    templateId: entry.slug,
    namespace: entry.namespace,
    version: version.version,
    variables: read.value,
    ...(environment ? { environment } : {}),
  };
  const settled = useSettled(JSON.stringify(input), 350);
  const preview = useQuery({
    queryKey: ['instantiate', settled, number],
    async queryFn({ signal }) {
      const { result } = await ask(
        ConsoleInstantiateDocument,
        { input: { ...JSON.parse(settled), dryRun: true } },
        signal,
      );
      return result;
    },
    enabled: refusal === null && isComplete,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const answer = isComplete ? preview.data : undefined;
  const invalid = answer && isRefusal(answer) ? answer : null;
  const run = answer && !isRefusal(answer) ? answer.run : null;
  const wrong = wrongOf(read.errors);
  const errors = { ...(isTouched ? read.errors : wrong), ...errorsOf(invalid), ...errorsOf(refused) };

  async function start(event: FormEvent) {
    event.preventDefault();
    setTouched(true);
    if (!isComplete || refusal !== null) return;
    setWaiting(true);
    setProblem(null);
    setRefused(null);
    try {
      const { result } = await ask(ConsoleInstantiateDocument, { input: { ...input, idempotencyKey: key } });
      if (isRefusal(result)) {
        setKey(newIdempotencyKey());
        return setRefused(result);
      }
      if (result.run) await navigate({ to: '/runs/$id', params: { id: result.run.id } });
    } catch (error) {
      setProblem(describeError(error).detail);
    } finally {
      setWaiting(false);
    }
  }

  return (
    <>
      <Title
        text={`Start a run of ${entry.name}`}
        about={
          <Link
            to="/$namespace/$kinds/$id"
            params={{ namespace: entry.namespace, kinds: 'templates', id: entry.slug }}
            search={{ version: version.version }}
          >
            {entry.namespace}/{entry.slug} {version.version}
          </Link>
        }
      />
      {viewer !== undefined && refusal && (
        <Notice tone="neutral" title={refusal}>
          <p>You can fill in the form; your input is kept when you sign in.</p>
        </Notice>
      )}
      <ChosenVersion entry={entry} asked={asked} />
      <div className="halves">
        <form onSubmit={start} noValidate aria-label="Variables">
          {version.environments.length > 0 && (
            <label className="field">
              Environment
              <select
                value={environment}
                onChange={(event) => {
                  const name = event.target.value;
                  void navigate({
                    to: '.',
                    search: { ...(asked ? { version: asked } : {}), ...(name ? { environment: name } : {}) },
                    replace: true,
                  });
                  const values = version.environments.find((each) => each.name === name)?.variables;
                  change({ ...typed, ...typedOf(schema, values as Record<string, unknown> | undefined) });
                }}
              >
                <option value="">none</option>
                {version.environments.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          )}
          {Object.keys(schema.properties ?? {}).length === 0 && <p className="soft">This template has no variables.</p>}
          <SchemaFields
            schema={schema}
            typed={typed}
            errors={errors}
            onChange={(changed) => {
              change(changed);
              setRefused(null);
              setKey(newIdempotencyKey());
            }}
          />
          {isTouched && !isComplete && <Notice tone="bad" title="Some variables are missing or wrong." />}
          {refused && <RefusalNotice refusal={refused} />}
          {problem && <Notice tone="bad" title={problem} />}
          <footer className="dialog-actions">
            <button type="submit" className="primary" disabled={isWaiting || refusal !== null}>
              {isWaiting ? 'Starting…' : 'Start the run'}
            </button>
          </footer>
        </form>
        <section aria-labelledby="preview" aria-busy={preview.isFetching}>
          <h2 id="preview">What would run</h2>
          {preview.error && <ErrorBox error={preview.error} retry={() => void preview.refetch()} />}
          {!isComplete && (
            <p className="soft">
              {Object.keys(wrong).length > 0 ? 'Correct the variables' : 'Fill in the required variables'} to see it.
            </p>
          )}
          {isComplete && refusal && (
            <p className="soft">The preview is a dry run, which needs the same role as the run.</p>
          )}
          {isComplete && !refusal && !preview.data && !preview.error && <Skeleton rows={5} />}
          {invalid && <RefusalNotice refusal={invalid} />}
          {run && (
            <>
              <Suspense fallback={<Skeleton rows={3} tall />}>
                <PlanGraph
                  steps={run.steps.map(({ stepId, name, dependsOn, agent }) => ({
                    stepId,
                    name,
                    dependsOn,
                    about: agent?.agentId ?? '',
                    status: null,
                  }))}
                />
              </Suspense>
              <div className="table-scroll">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Step</th>
                      <th scope="col">Agent</th>
                      <th scope="col">Digest</th>
                    </tr>
                  </thead>
                  <tbody>
                    {run.steps.map(({ stepId, name, agent, agentVersion }) => (
                      <tr key={stepId}>
                        <td>{name}</td>
                        <td>
                          {agent?.agentId} <code>{agentVersion?.version}</code>
                        </td>
                        <td>{agentVersion && <Digest value={agentVersion.digest} />}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )}
        </section>
      </div>
    </>
  );
}

/** What was typed for another version stays where this one has the same variable. */
const withKept = (schema: Property, initial: Typed, kept: Record<string, Typed>): Record<string, Typed> =>
  Object.fromEntries(
    Object.entries(initial).map(([name, value]) => {
      const before = kept[name];
      return [
        name,
        before !== undefined && typeof before === typeof value && schema.properties?.[name] ? before : value,
      ];
    }),
  );

/** What an environment says of variables, as if it were typed. */
const typedOf = (schema: Property, values: Record<string, unknown> = {}): Record<string, Typed> =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      name in values ? [[name, initialTyped(property, values[name])]] : [],
    ),
  );

const errorsOf = (refusal: Refusal | null): Record<string, string> =>
  refusal?.__typename === 'VariablesInvalid'
    ? Object.fromEntries(refusal.issues.map(({ path, message }) => [path, message]))
    : {};
