import type { Refusal } from '../api/outcome.ts';
import { Notice } from '../ui/basics.tsx';
import { evidenceText, failureText } from './gateText.ts';

/** Why the gateway did not do it, with everything that helps to mend it. */
export function RefusalNotice({
  refusal,
  subject = 'The current version is',
}: {
  refusal: Refusal;
  /** What was expected to be at a version, where that is not the entry itself. */
  subject?: string;
}) {
  return (
    <Notice tone="bad" title={refusal.message}>
      {refusal.__typename === 'StaleVersion' && (
        <p>
          {subject} <code>{refusal.actual ?? 'none'}</code>, not <code>{refusal.expected}</code>. It was changed in the
          meantime. Close this dialog, check the entry, and try again.
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
      {refusal.__typename === 'GateNotPassed' && (
        <>
          <ul>
            {refusal.failures.map((failure) => (
              <li key={failure.rule}>{failureText(failure)}</li>
            ))}
          </ul>
          <p>{evidenceText(refusal.evidence)}</p>
        </>
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
