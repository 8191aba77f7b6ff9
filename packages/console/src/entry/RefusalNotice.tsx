import type { Refusal } from '../api/outcome.ts';
import { Notice } from '../ui/basics.tsx';

/** Why the gateway did not do it, with everything that helps to mend it. */
export function RefusalNotice({ refusal }: { refusal: Refusal }) {
  return (
    <Notice tone="bad" title={refusal.message}>
      {refusal.__typename === 'StaleVersion' && (
        <p>
          The current version is <code>{refusal.actual ?? 'none'}</code>, not <code>{refusal.expected}</code>. It was
          changed in the meantime. Close this dialog, check the entry, and try again.
        </p>
      )}
      {refusal.__typename === 'DependencyUnresolved' && (
        <ul>
          {refusal.unresolved.map(({ kind, entryId, range, reason }) => (
            <li key={`${kind}/${entryId}`}>
              {kind.toLowerCase()} <code>{entryId}</code> <code>{range}</code>: {reason}
            </li>
          ))}
        </ul>
      )}
      {refusal.__typename === 'IncompatibleChange' && (
        <ul>
          {refusal.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {'issues' in refusal && (
        <ul>
          {refusal.issues.map(({ path, code, message }) => (
            <li key={`${path} ${code} ${message}`}>
              {path && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
