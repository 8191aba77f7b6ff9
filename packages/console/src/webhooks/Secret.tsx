import { Code, Notice } from '../ui/basics.tsx';

/** A secret that the gateway shows only in this answer. */
export const Secret = ({ secret, onDone }: { secret: string; onDone: () => void }) => (
  <>
    <Notice tone="warn" title="Copy the secret now: it is not shown again.">
      <p>
        The receiver verifies signatures with it. Whoever has it can sign messages in the name of this webhook. If it is
        lost, rotate it.
      </p>
    </Notice>
    <Code label="Secret" text={secret} />
    <footer className="dialog-actions">
      <button type="button" className="primary" onClick={onDone}>
        I copied it
      </button>
    </footer>
  </>
);
