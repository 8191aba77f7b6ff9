import { Suspense, useState } from 'react';
import { type Role, refusalFor, useViewer } from '../api/viewer.ts';
import { Guarded } from '../ui/basics.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { Menu } from '../ui/Menu.tsx';
import type { Change } from './changes.ts';
import type { Shown } from './useEntry.ts';

const SharesDialog = lazyPart(() => import('./SharesDialog.tsx').then((module) => ({ default: module.SharesDialog })));
const DeclineDialog = lazyPart(() =>
  import('./DeclineDialog.tsx').then((module) => ({ default: module.DeclineDialog })),
);
const ChangeDialog = lazyPart(() => import('./ChangeDialog.tsx').then((module) => ({ default: module.ChangeDialog })));

/** What may be done with an entry as a whole. */
export function EntryActions({ shown, refusal }: { shown: Shown; refusal: (least: Role) => string | null }) {
  const [change, setChange] = useState<Change | null>(null);
  const [isSharing, setSharing] = useState(false);
  const [isDeclining, setDeclining] = useState(false);
  const viewer = useViewer();
  const { status, visibility, featured, currentVersion, sharedWithMe } = shown.entry;
  const other = visibility === 'PUBLIC' ? 'PRIVATE' : 'PUBLIC';
  const admin = refusal('ADMIN');
  return (
    <>
      <Menu label="Manage">
        {currentVersion && (
          <Guarded refusal={admin} onClick={() => setChange({ action: 'rollback', version: null })} tone="quiet">
            Roll back…
          </Guarded>
        )}
        {status !== 'ACTIVE' && (
          <Guarded refusal={admin} onClick={() => setChange({ action: 'status', status: 'ACTIVE' })} tone="quiet">
            Enable…
          </Guarded>
        )}
        {status !== 'DEPRECATED' && (
          <Guarded refusal={admin} onClick={() => setChange({ action: 'status', status: 'DEPRECATED' })} tone="quiet">
            Deprecate…
          </Guarded>
        )}
        {status !== 'DISABLED' && (
          <Guarded refusal={admin} onClick={() => setChange({ action: 'status', status: 'DISABLED' })} tone="quiet">
            Disable…
          </Guarded>
        )}
        <Guarded
          refusal={refusal('PUBLISHER')}
          onClick={() => setChange({ action: 'visibility', visibility: other, allVersions: false })}
          tone="quiet"
        >
          {`Make ${other.toLowerCase()}…`}
        </Guarded>
        <Guarded refusal={admin} onClick={() => setSharing(true)} tone="quiet">
          Share…
        </Guarded>
        {sharedWithMe && (
          <Guarded refusal={refusalFor(viewer, 'ADMIN')} onClick={() => setDeclining(true)} tone="quiet removes">
            Decline the share…
          </Guarded>
        )}
        {(featured || (visibility === 'PUBLIC' && status === 'ACTIVE')) && (
          <Guarded refusal={admin} onClick={() => setChange({ action: 'feature', featured: !featured })} tone="quiet">
            {featured ? 'Stop featuring…' : 'Feature…'}
          </Guarded>
        )}
        <Guarded refusal={admin} onClick={() => setChange({ action: 'remove' })} tone="quiet removes">
          Remove…
        </Guarded>
        {admin && <p className="soft">{admin}</p>}
      </Menu>
      {isSharing && (
        <Suspense>
          <SharesDialog shown={shown} onClose={() => setSharing(false)} />
        </Suspense>
      )}
      {isDeclining && (
        <Suspense>
          <DeclineDialog shown={shown} onClose={() => setDeclining(false)} />
        </Suspense>
      )}
      {change && (
        <Suspense>
          <ChangeDialog shown={shown} change={change} onClose={() => setChange(null)} />
        </Suspense>
      )}
    </>
  );
}
