import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { ConsoleSearchDocument } from '../generated/graphql.ts';
import { ask, kindsOf } from './api/gateway.ts';
import { useSession } from './api/session.ts';
import { Icon } from './ui/Icon.tsx';

/** Search from anywhere: both registries, with the keyboard. */
export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const navigate = useNavigate();
  const { number } = useSession();
  const query = useDebounced(typed.trim(), 120);
  const { data, isPending, isPlaceholderData, error } = useQuery({
    queryKey: ['search', 'palette', query, number],
    queryFn: ({ signal }) => ask(ConsoleSearchDocument, { query, first: 8 }, signal),
    placeholderData: keepPreviousData,
  });
  /** What is shown may be of an earlier text. */
  const isOutdated = isPending || isPlaceholderData || query !== typed.trim();
  const found = data?.search.edges.map(({ node }) => node) ?? [];
  const all = found.length; // The last option: everything that was found.

  useEffect(() => dialog.current?.showModal(), []);

  function open(index: number) {
    const entry = found[index];
    onClose();
    if (entry) {
      void navigate({
        to: '/$namespace/$kinds/$id',
        params: { namespace: entry.namespace, kinds: kindsOf(entry.__typename), id: entry.slug },
      });
    } else void navigate({ to: '/search', search: { q: typed.trim() } });
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((chosen + step + all + 1) % (all + 1));
    }
    // A browser's search field takes the first Escape for itself, to empty it.
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      open(isOutdated ? all : chosen);
    }
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too; a click beside it is a convenience.
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Search"
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette-input">
        <Icon name="search" />
        <input
          type="search"
          role="combobox"
          aria-label="Search agents and templates"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={`${list}-${chosen}`}
          aria-autocomplete="list"
          placeholder="Search agents and templates"
          autoFocus
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={press}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={list} role="listbox" aria-label="Results" className="palette-list">
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the combobox.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox (aria-activedescendant).
          <div
            key={`${entry.__typename} ${entry.namespace} ${entry.slug}`}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => open(index)}
            onMouseMove={() => setChosen(index)}
          >
            <Icon name={entry.__typename === 'Agent' ? 'agent' : 'template'} />
            <span className="palette-name">{entry.name}</span>
            <code>
              {entry.namespace}/{entry.slug}
            </code>
          </div>
        ))}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the combobox. */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox. */}
        <div
          id={`${list}-${all}`}
          role="option"
          aria-selected={chosen === all}
          onClick={() => open(all)}
          onMouseMove={() => setChosen(all)}
        >
          <Icon name="arrow" />
          <span className="palette-name">
            {typed.trim() === '' ? 'Browse everything' : `All results for “${typed.trim()}”`}
          </span>
        </div>
      </div>
      <p className="palette-foot" role="status">
        {error
          ? 'The search failed; Enter tries it on its own page.'
          : isOutdated
            ? 'Searching…'
            : `${data?.search.totalCount ?? 0} found`}
      </p>
    </dialog>
  );
}

function useDebounced(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
