import { gatewayUrl } from '../api/gateway.ts';
import { useLive } from '../api/live.tsx';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Code, Notice } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';

/** How to bring entries to another registry: the commands, ready to copy. */
export function TransferPage() {
  const viewer = useViewer();
  const { events } = useLive();
  const namespace = viewer?.namespace ?? 'default';
  const since = events[0]?.cursor ?? '<cursor>';
  const admin = refusalFor(viewer, 'ADMIN');
  return (
    <div className="use-it">
      <Title text="Export and import" about="Entries with all their versions, from one registry to another." />
      <p>
        This is done by the command line: an export is written as it is read, and an import continues where it stopped
        after a lost connection. The browser uploads and downloads nothing here.
      </p>
      <h2>Export</h2>
      <p className="soft">
        What you can read of the namespace <code>{namespace}</code>. With <code>--all-namespaces</code>, of all of them.
      </p>
      <Code
        label="Export"
        text={[
          `export REGISTRY_URL=${gatewayUrl}`,
          'export REGISTRY_TOKEN=…',
          `registry export --namespace ${namespace} --out registry.tar`,
        ].join('\n')}
      />
      <h2>Only what changed</h2>
      <p className="soft">
        An export prints the cursor that it stands for. The next one continues from there; every event shows its cursor,
        too.
      </p>
      <Code
        label="Export what changed"
        text={`registry export --namespace ${namespace} --out changes.tar --since ${since}`}
      />
      <h2>Import</h2>
      <p className="soft">
        It verifies the whole file first, checks every definition by the rules of this registry, and writes to your own
        namespace. Repeating it is harmless.
      </p>
      {admin !== null && <Notice tone="neutral" title={`An import needs the role “admin”. ${admin}`} />}
      <Code
        label="Import"
        text={[
          `export REGISTRY_URL=${gatewayUrl}`,
          'export REGISTRY_TOKEN=…',
          'registry import registry.tar --dry-run',
          'registry import registry.tar',
        ].join('\n')}
      />
      <h2>Not included</h2>
      <p>
        Runs, ratings, validation reports, webhooks and the event log stay where they are. A backup by the operator of
        the registry contains them.
      </p>
    </div>
  );
}
