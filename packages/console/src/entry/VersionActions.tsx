import { Link } from '@tanstack/react-router';
import type { VersionStatus } from '../../generated/graphql.ts';
import type { Kinds } from '../api/gateway.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Guarded } from '../ui/basics.tsx';
import type { Change } from './changes.ts';

interface Row {
  version: string;
  status: VersionStatus;
  previous: string | undefined;
  isCurrent: boolean;
  wasCurrent: boolean;
}

/** What may be done with a version, for those who may; others are told why not. */
export function VersionActions({
  row: { version, status, previous, isCurrent, wasCurrent },
  address,
  onChange,
  onPoint,
}: {
  row: Row;
  address: { namespace: string; kinds: Kinds; id: string };
  onChange: (change: Change) => void;
  /** To point a channel to it. */
  onPoint: () => void;
}) {
  const viewer = useViewer();
  const forPublishers = refusalFor(viewer, 'PUBLISHER', address.namespace);
  const forAdmins = refusalFor(viewer, 'ADMIN', address.namespace);
  return (
    <div className="row-actions">
      {previous && (
        <Link to="/$namespace/$kinds/$id/compare/$range" params={{ ...address, range: `${previous}...${version}` }}>
          Compare with previous<span className="sr-only"> of {version}</span>
        </Link>
      )}
      {!isCurrent && status !== 'ARCHIVED' && !wasCurrent && (
        <Guarded refusal={forPublishers} onClick={() => onChange({ action: 'promote', version })} tone="quiet">
          Promote<span className="sr-only"> {version}</span>
        </Guarded>
      )}
      {!isCurrent && status === 'ACTIVE' && (
        <Guarded refusal={forAdmins} onClick={() => onChange({ action: 'rollback', version })} tone="quiet">
          Roll back to this<span className="sr-only"> {version}</span>
        </Guarded>
      )}
      {status === 'ACTIVE' && (
        <Guarded refusal={forPublishers} onClick={onPoint} tone="quiet">
          Channel…<span className="sr-only"> to {version}</span>
        </Guarded>
      )}
      {!isCurrent && status !== 'DRAFT' && (
        <Guarded
          refusal={forAdmins}
          onClick={() => onChange({ action: status === 'ARCHIVED' ? 'unarchive' : 'archive', version })}
          tone="quiet"
        >
          {status === 'ARCHIVED' ? 'Unarchive' : 'Archive'}
          <span className="sr-only"> {version}</span>
        </Guarded>
      )}
      {status === 'DRAFT' && (
        <Guarded refusal={forPublishers} onClick={() => onChange({ action: 'discard', version })} tone="quiet">
          Discard<span className="sr-only"> {version}</span>
        </Guarded>
      )}
    </div>
  );
}
