import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  ConsoleRunUpgradeDocument,
  type ConsoleRunUpgradeQuery,
  ConsoleUpgradeRunDocument,
  type MergeSide,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { describeError, isRefusal, newIdempotencyKey } from '../api/outcome.ts';
import { useSession } from '../api/session.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { ErrorBox, Guarded, Notice, Skeleton, Status, words } from '../ui/basics.tsx';

type Upgrade = NonNullable<NonNullable<ConsoleRunUpgradeQuery['run']>['upgrade']>;

/** A run compared with what would be created now. The comparison is made on demand: it resolves the whole template. */
export function RunUpgrade({ id, refusal }: { id: string; refusal: string | null }) {
  const { number } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['run-upgrade', id, number],
    queryFn: ({ signal }) => ask(ConsoleRunUpgradeDocument, { id }, signal),
    enabled: isOpen,
  });
  const upgrade = data?.run?.upgrade;
  return (
    <section aria-labelledby="upgrade">
      <h2 id="upgrade">Upgrade</h2>
      {!isOpen && (
        <button type="button" onClick={() => setOpen(true)}>
          Compare with the current version
        </button>
      )}
      {isOpen && error && <ErrorBox error={error} retry={() => void refetch()} />}
      {isOpen && !data && !error && <Skeleton rows={3} />}
      {data && !upgrade && <p>The run was created before locks existed, so it cannot be compared.</p>}
      {upgrade && <Compared id={id} upgrade={upgrade} refusal={refusal} />}
    </section>
  );
}

function Compared({ id, upgrade, refusal }: { id: string; upgrade: Upgrade; refusal: string | null }) {
  const navigate = useNavigate();
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const [taken, setTaken] = useState<Readonly<Record<string, MergeSide>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<Parameters<typeof RefusalNotice>[0]['refusal'] | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const { conflicts, problems, parts, isUpToDate, toVersion } = upgrade;
  const others = problems.filter(({ code }) => code !== 'UPGRADE_CONFLICT');
  const isDecided = conflicts.every(({ path }) => taken[path]);
  const blocked = others.length > 0 ? 'The run cannot be upgraded.' : isDecided ? null : 'Decide each conflict first.';
  async function act() {
    setWaiting(true);
    setRefused(null);
    setProblem(null);
    try {
      const resolutions = Object.entries(taken).map(([path, take]) => ({ path, take }));
      const input = { runId: id, toVersion, resolutions, idempotencyKey };
      const { result } = await ask(ConsoleUpgradeRunDocument, { input });
      if (isRefusal(result)) return setRefused(result);
      if (result.run) await navigate({ to: '/runs/$id', params: { id: result.run.id } });
    } catch (error) {
      setProblem(describeError(error).detail);
    } finally {
      setWaiting(false);
    }
  }
  function take(path: string, side: MergeSide) {
    setTaken({ ...taken, [path]: side });
    setKey(newIdempotencyKey()); // Another decision is another request.
  }
  return (
    <>
      <p role="status">
        {isUpToDate
          ? `The same parts would be used now (version ${toVersion}).`
          : `Version ${upgrade.fromVersion} to ${toVersion ?? 'none'}.`}{' '}
        {upgrade.level && <Status value={upgrade.level} />}
      </p>
      {parts.length > 0 && <Parts parts={parts} />}
      {conflicts.map(({ path, reason, base, mine, theirs }) => (
        <fieldset key={path} className="field">
          <legend>
            <code>{path}</code>
          </legend>
          <p className="soft">
            {reason} Before: <code>{shown(base)}</code>
          </p>
          {(['MINE', 'THEIRS'] as const).map((side) => (
            <label key={side} className="inline">
              <input type="radio" name={path} checked={taken[path] === side} onChange={() => take(path, side)} />
              {side === 'MINE' ? 'Run' : 'Template'} <code>{shown(side === 'MINE' ? mine : theirs)}</code>
            </label>
          ))}
        </fieldset>
      ))}
      {others.map((each) => (
        <Notice key={each.code} tone="bad" title={each.message}>
          <ul>
            {each.issues.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {message}
              </li>
            ))}
            {each.unresolved.map(({ chain, reason }) => (
              <li key={chain.join(' ')}>
                <code>{chain.join(' → ')}</code> {reason}
              </li>
            ))}
          </ul>
        </Notice>
      ))}
      {refused && <RefusalNotice refusal={refused} />}
      {problem && <Notice tone="bad" title={problem} />}
      {!isUpToDate && (
        <Guarded
          refusal={refusal ?? blocked ?? (isWaiting ? 'The run is being created.' : null)}
          onClick={() => void act()}
        >
          Create the upgraded run
        </Guarded>
      )}
    </>
  );
}

const shown = (value: unknown): string => JSON.stringify(value ?? null);

const Parts = ({ parts }: { parts: Upgrade['parts'] }) => (
  <div className="table-scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Version</th>
          <th scope="col">Effect</th>
          <th scope="col">Changes</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={`${part.kind} ${part.namespace}/${part.entryId}`}>
            <td>
              {words(part.kind)}{' '}
              <code>
                {part.namespace}/{part.entryId}
              </code>
            </td>
            <td>
              <code>{part.before?.version ?? '–'}</code> → <code>{part.after?.version ?? '–'}</code>
            </td>
            <td>{part.level ? <Status value={part.level} /> : words(part.change)}</td>
            <td>
              <ul>
                {part.changes.map(({ path, reason, fingerprint }) => (
                  <li key={fingerprint}>
                    <code>{path}</code> {reason}
                  </li>
                ))}
              </ul>
              <span className="soft">{part.items.map(({ name }) => name).join(', ')}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
