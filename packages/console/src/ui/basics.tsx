import { type ReactNode, useId, useState } from 'react';
import { describeError } from '../api/outcome.ts';
import { Icon } from './Icon.tsx';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent';

export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`badge ${tone}`}>{children}</span>
);

const tones: Record<string, Tone> = {
  ACTIVE: 'good',
  SUCCEEDED: 'good',
  PUBLIC: 'neutral',
  PRIVATE: 'neutral',
  DEPRECATED: 'warn',
  DRAFT: 'warn',
  RUNNING: 'accent',
  DISABLED: 'bad',
  FAILED: 'bad',
  REMOVED: 'bad',
  ROLLED_BACK: 'warn',
  VALIDATION_FAILED: 'bad',
  PUBLISHED: 'good',
  PROMOTED: 'good',
  ENABLED: 'good',
  ADDED: 'good',
  CHANGED: 'warn',
  BREAKING: 'bad',
  RISKY: 'warn',
  SAFE: 'good',
  DELIVERED: 'good',
  DEAD: 'bad',
  PENDING: 'accent',
  PAUSED: 'warn',
  CHANNEL_SET: 'accent',
  CHANNEL_REMOVED: 'warn',
  CHANNEL_REGRESSED: 'bad',
};

/** A value of an enum, as words, with the tone that it has everywhere. */
export const Status = ({ value }: { value: string }) => <Badge tone={tones[value] ?? 'neutral'}>{words(value)}</Badge>;

export const words = (value: string): string => value.toLowerCase().replaceAll('_', ' ');

/** A button that copies, and says that it did. */
export function Copy({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className="quiet copy" onClick={copy} aria-label={copied ? 'Copied' : label} title={label}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}

/** The first digits of a digest, and the whole to copy. */
export const Digest = ({ value }: { value: string }) => (
  <span className="digest">
    <code title={value}>{value.slice(0, 12)}</code>
    <Copy text={value} label="Copy the digest" />
  </span>
);

export function Code({ text, label }: { text: string; label: string }) {
  return (
    <figure className="code">
      <figcaption>
        {label}
        <Copy text={text} label={`Copy: ${label}`} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

export const Json = ({ value, label }: { value: unknown; label: string }) => (
  <Code text={JSON.stringify(value, null, 2) ?? 'null'} label={label} />
);

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children}
  </div>
);

/** What went wrong, and a way to try again where that can help. */
export function ErrorBox({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail, correlationId } = describeError(error);
  return (
    <div className="notice bad" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {correlationId && (
        <p className="soft">
          Correlation id <code>{correlationId}</code>
        </p>
      )}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export const Notice = ({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) => (
  <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <strong>{title}</strong>
    {children}
  </div>
);

/** Stands where content will be, at about its height, so that nothing moves when it arrives. */
export const Skeleton = ({ rows = 6, tall = false }: { rows?: number; tall?: boolean }) => (
  <div className={tall ? 'skeleton tall' : 'skeleton'} role="status">
    <span className="sr-only">Loading…</span>
    {Array.from({ length: rows }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: all rows are the same.
      <div key={index} />
    ))}
  </div>
);

export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  children: (attributes: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={error ? 'field invalid' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-about`, 'aria-invalid': error !== undefined })}
      <div id={`${id}-about`}>
        {hint && <p className="soft">{hint}</p>}
        {error && <p className="field-error">{error}</p>}
      </div>
    </div>
  );
}

/** A button that is offered only to those who may: for others it says why not. */
export function Guarded({
  refusal,
  children,
  onClick,
  tone = '',
}: {
  refusal: string | null;
  children: ReactNode;
  onClick: () => void;
  tone?: string;
}) {
  const id = useId();
  if (refusal === null)
    return (
      <button type="button" className={tone} onClick={onClick}>
        {children}
      </button>
    );
  return (
    <span className="guarded" title={refusal}>
      <button type="button" className={tone} aria-disabled="true" aria-describedby={id}>
        {children}
      </button>
      <span id={id} className="sr-only">
        {refusal}
      </span>
    </span>
  );
}
