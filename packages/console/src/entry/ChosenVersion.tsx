import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { isChannel, isVersion } from '../../../manifest/index.ts';
import { ConsoleRangeDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import type { TemplateEntry } from './useEntry.ts';

interface Chosen {
  /** A number or a channel, as `version(version:)` takes it; undefined for the current version. */
  version: string | undefined;
  /** False while a range is being resolved. */
  isKnown: boolean;
  error: Error | null;
  /** Why a range cannot be resolved. */
  problem: string | null;
}

/** What the address asks for: a number, a channel or a range of a template, which the gateway resolves. */
export function useChosenVersion(
  { namespace, id }: { namespace: string; id: string },
  asked: string | undefined,
): Chosen {
  const { number } = useSession();
  const isRange = asked !== undefined && !isVersion(asked) && !isChannel(asked);
  const { data, error } = useQuery({
    queryKey: ['entry', 'templates', namespace, id, 'range', asked, number],
    async queryFn({ signal }) {
      const { entry } = await ask(ConsoleRangeDocument, { id, namespace, range: asked ?? '' }, signal);
      return entry?.lock ?? null;
    },
    enabled: isRange,
  });
  if (!isRange) return { version: asked, isKnown: true, error: null, problem: null };
  const found = (data?.lock as { template?: { version?: string } } | null | undefined)?.template?.version;
  return {
    version: found ?? asked,
    isKnown: data !== undefined,
    error,
    problem: data?.unresolved.map(({ entryId, range, reason }) => `${entryId} ${range}: ${reason}`).join('; ') || null,
  };
}

/** Chooses the version of a run: a number, a range, or a channel. The address keeps what was chosen. */
export function ChosenVersion({ entry, asked }: { entry: TemplateEntry; asked: string | undefined }) {
  const navigate = useNavigate();
  const list = useId();
  const show = (version: string) =>
    version !== (asked ?? '') &&
    void navigate({
      to: '.',
      search: (search: Record<string, unknown>) => ({ ...search, version: version === '' ? undefined : version }),
      replace: true,
    });
  return (
    <form
      key={asked ?? ''}
      className="toolbar"
      onSubmit={(event) => {
        event.preventDefault();
        show(String(new FormData(event.currentTarget).get('version') ?? '').trim());
      }}
    >
      <label className="inline">
        Version
        <input
          name="version"
          list={list}
          defaultValue={asked ?? ''}
          placeholder={entry.currentVersion?.version ?? 'none'}
          autoComplete="off"
          size={16}
          maxLength={200}
          onBlur={(event) => event.target.form?.requestSubmit()}
        />
      </label>
      <datalist id={list}>
        {entry.channels.map(({ name, version }) => (
          <option key={name} value={name}>
            {`channel, now ${version?.version ?? 'not shown to you'}`}
          </option>
        ))}
      </datalist>
      {entry.channels.length > 0 && (
        <fieldset className="segments">
          <legend className="sr-only">Channel</legend>
          {[{ name: '', label: 'current' }, ...entry.channels.map(({ name }) => ({ name, label: name }))].map(
            ({ name, label }) => (
              <label key={label}>
                <input type="radio" name="channel" checked={(asked ?? '') === name} onChange={() => show(name)} />
                {label}
              </label>
            ),
          )}
        </fieldset>
      )}
      <span className="soft">A number, a range such as ^1.2.0, or a channel. Empty for the current version.</span>
    </form>
  );
}
