import { type ReactNode, useEffect, useRef } from 'react';

/** Buttons behind one button. It closes with a choice, with Escape, and when something else is used. */
export function Menu({ label, children }: { label: string; children: ReactNode }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = ({ target }: Event) => {
      if (menu.current?.open && !(target instanceof Node && menu.current.contains(target))) menu.current.open = false;
    };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
    };
  }, []);
  return (
    <details
      ref={menu}
      className="menu-button"
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !menu.current?.open) return;
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary className="button">{label}</summary>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key on a button inside is a click, too. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are what is used. */}
      <div
        className="menu-list"
        onClick={({ target }) => {
          const button = target instanceof Element ? target.closest('button') : null;
          if (button && button.ariaDisabled !== 'true' && menu.current) menu.current.open = false;
        }}
      >
        {children}
      </div>
    </details>
  );
}
