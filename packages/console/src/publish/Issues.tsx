import { Status } from '../ui/basics.tsx';
import type { PlacedIssue } from './readFolder.ts';

/** What is wrong, each at its file and line. */
export const Issues = ({ issues }: { issues: readonly PlacedIssue[] }) => (
  <ul className="issues" aria-label="Issues">
    {issues.map(({ file, line, path, code, message, severity }) => (
      <li key={`${file} ${path} ${code} ${message}`}>
        <Status value={severity} />{' '}
        <code>
          {file}
          {line === null ? '' : `:${line}`}
        </code>{' '}
        {path && <code className="soft">{path}</code>} {message}
      </li>
    ))}
  </ul>
);
