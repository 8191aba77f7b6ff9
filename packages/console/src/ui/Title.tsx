import { type ReactNode, useEffect } from 'react';

/** The heading of a page, also as the title of the document. */
export function Title({ text, about, children }: { text: string; about?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${text} · NOFX registry`;
  }, [text]);
  return (
    <header className="page-title">
      <div>
        <h1 tabIndex={-1}>{text}</h1>
        {about && <p className="soft">{about}</p>}
      </div>
      {children && <div className="actions">{children}</div>}
    </header>
  );
}
