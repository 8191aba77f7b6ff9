import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense } from 'react';
import {
  ConsoleAgentDiffDocument,
  ConsoleAgentVersionsDocument,
  ConsoleTemplateDiffDocument,
  ConsoleTemplateVersionsDocument,
  type DiffFieldsFragment,
} from '../../generated/graphql.ts';
import { ask, type Kinds } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { FileDiff } from '../entry/FileDiff.tsx';
import { Empty, ErrorBox, Notice, Skeleton, Status } from '../ui/basics.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import type { DiffView } from '../ui/TextDiff.tsx';
import { Title } from '../ui/Title.tsx';
import { Time } from '../ui/time.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const TextDiff = lazyPart(() => import('../ui/TextDiff.tsx'));

/** Two versions of one entry: what changed, by key and by file. The address names both. */
export function ComparePage() {
  const { namespace = '', kinds = '', id = '', range = '' } = useParams({ strict: false });
  const [from, to, ...more] = range.split('...');
  if ((kinds !== 'agents' && kinds !== 'templates') || !from || !to || more.length > 0) return <NotFoundPage />;
  return <Compare kinds={kinds} namespace={namespace} id={id} from={from} to={to} />;
}

interface Sides {
  kinds: Kinds;
  namespace: string;
  id: string;
  from: string;
  to: string;
}

function Compare({ kinds, namespace, id, from, to }: Sides) {
  const { view = matchMedia('(min-width: 900px)').matches ? 'split' : 'unified' } = useSearch({ strict: false }) as {
    view?: DiffView;
  };
  const navigate = useNavigate();
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['entry', kinds, namespace, id, 'diff', from, to, number],
    async queryFn({ signal }) {
      const document = kinds === 'agents' ? ConsoleAgentDiffDocument : ConsoleTemplateDiffDocument;
      const { entry } = await ask(document, { id, namespace, from, to }, signal);
      return entry ?? null;
    },
  });
  const versions = useQuery({
    queryKey: ['entry', kinds, namespace, id, 'numbers', number],
    async queryFn({ signal }) {
      const document = kinds === 'agents' ? ConsoleAgentVersionsDocument : ConsoleTemplateVersionsDocument;
      const { entry } = await ask(document, { id, namespace, first: 100 }, signal);
      return {
        numbers: entry?.versions.edges.map(({ node }) => node.version) ?? [],
        channels: entry?.channels.map(({ name }) => name) ?? [],
      };
    },
  });
  const { numbers = [], channels = [] } = versions.data ?? {};
  const choices = {
    channels,
    numbers: [...new Set([...numbers, from, to])].filter((each) => !channels.includes(each)),
  };
  const show = (sides: { from: string; to: string }, shownAs: string = view) =>
    void navigate({
      to: '/$namespace/$kinds/$id/compare/$range',
      params: { namespace, kinds, id, range: `${sides.from}...${sides.to}` },
      search: { view: shownAs },
    });
  const diff = data?.version?.diff;

  return (
    <>
      <Title
        text={`${id}: ${from} to ${to}`}
        about={
          <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id }} search={{ tab: 'versions' }}>
            {namespace}/{id}, all versions
          </Link>
        }
      />
      <div className="toolbar">
        <Picker label="From" value={from} {...choices} onChange={(value) => show({ from: value, to })} />
        <button type="button" onClick={() => show({ from: to, to: from })}>
          Swap
        </button>
        <Picker label="To" value={to} {...choices} onChange={(value) => show({ from, to: value })} />
        <fieldset className="segments">
          <legend className="sr-only">Layout</legend>
          {(['unified', 'split'] as const).map((each) => (
            <label key={each}>
              <input type="radio" name="view" checked={view === each} onChange={() => show({ from, to }, each)} />
              {each}
            </label>
          ))}
        </fieldset>
      </div>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {data === undefined && !error && <Skeleton rows={10} />}
      {data === null && <Empty title="This entry was not found, or you do not have access to it." />}
      {data && !diff && <Empty title={`Version ${to} was not found, or you do not have access to it.`} />}
      {diff && <Differences sides={{ kinds, namespace, id, from, to }} diff={diff} view={view} />}
    </>
  );
}

const Picker = ({
  label,
  value,
  numbers,
  channels,
  onChange,
}: {
  label: string;
  value: string;
  numbers: readonly string[];
  channels: readonly string[];
  onChange: (value: string) => void;
}) => (
  <label className="inline">
    {label}
    <select value={value} onChange={(event) => onChange(event.target.value)}>
      {channels.length > 0 && (
        <optgroup label="Channels">
          {channels.map((channel) => (
            <option key={channel}>{channel}</option>
          ))}
        </optgroup>
      )}
      <optgroup label="Versions">
        {numbers.map((number) => (
          <option key={number}>{number}</option>
        ))}
      </optgroup>
    </select>
  </label>
);

const order = ['BREAKING', 'RISKY', 'SAFE'];

function Differences({ sides, diff, view }: { sides: Sides; diff: DiffFieldsFragment; view: DiffView }) {
  const { from, to, truncated, classifiedTruncated, compatible, level, suggestedVersion } = diff;
  const changes = diff.classified.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  const text = (manifest: unknown) => JSON.stringify(manifest, null, 2);
  return (
    <>
      <p className="soft">
        <Side asked={sides.from} version={from.version} /> was published <Time value={from.publishedAt} />,{' '}
        <Side asked={sides.to} version={to.version} /> <Time value={to.publishedAt} />.
      </p>
      {level && <Notice tone={compatible ? 'good' : 'bad'} title={verdictOf(compatible, level, suggestedVersion)} />}
      {(truncated || classifiedTruncated) && <Notice tone="warn" title="There are more changes than are listed." />}
      <section aria-labelledby="changes">
        <h2 id="changes">What changed</h2>
        {changes.length === 0 ? (
          <p>None.</p>
        ) : (
          <div className="table-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Effect</th>
                  <th scope="col">What</th>
                  <th scope="col">Before</th>
                  <th scope="col">After</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ level: effect, change, path, before, after, reason }) => (
                  <tr key={`${path} ${reason}`}>
                    <td>
                      <Status value={effect} />
                    </td>
                    <td>
                      <code className="wrap">{readable(path)}</code>{' '}
                      <span className="soft">{change.toLowerCase()}</span>
                      <br />
                      {reason}
                    </td>
                    <td>
                      <Value value={before} />
                    </td>
                    <td>
                      <Value value={after} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section aria-labelledby="manifest">
        <h2 id="manifest">Manifest</h2>
        <Suspense fallback={<Skeleton rows={8} />}>
          <TextDiff label="the manifest" before={text(from.manifest)} after={text(to.manifest)} view={view} />
        </Suspense>
      </section>
      <section aria-labelledby="files">
        <h2 id="files">Files</h2>
        {diff.files.length === 0 && <p>The files are the same.</p>}
        {diff.files.map((file) => (
          <FileDiff key={file.path} sides={{ ...sides, from: from.version, to: to.version }} file={file} view={view} />
        ))}
      </section>
    </>
  );
}

/** `stable, which is 1.1.0`: a channel with the number that it stands for now. */
const Side = ({ asked, version }: { asked: string; version: string }) =>
  asked === version ? (
    <code>{version}</code>
  ) : (
    <>
      <code>{asked}</code> (now <code>{version}</code>)
    </>
  );

const verdictOf = (compatible: boolean, level: string, suggestedVersion: string | null): string =>
  compatible
    ? `The version number allows these changes: the highest level is ${level.toLowerCase()}.`
    : `The version number promises less than this: the changes are ${level.toLowerCase()}${suggestedVersion ? `, which requires ${suggestedVersion}` : ''}.`;

/** `prompts/system.md` for `["prompts/system.md"]`: the path of a file is one key with dots in it. */
const readable = (path: string): string => /^\["([^"\\]+)"\]$/.exec(path)?.[1] ?? path;

const Value = ({ value }: { value: unknown }) =>
  value === null || value === undefined ? (
    <span className="soft">–</span>
  ) : (
    <code className="wrap">{typeof value === 'string' ? shortened(value) : JSON.stringify(value)}</code>
  );

/** The first characters of a digest, enough to compare by eye. */
const shortened = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text);
