import { useQuery } from '@tanstack/react-query';
import { ConsoleCurrentDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { ErrorBox, Skeleton } from '../ui/basics.tsx';
import TextDiff from '../ui/TextDiff.tsx';
import type { Folder } from './readFolder.ts';

/** What differs from the current version: the manifest line by line, the files by name. */
export default function AgainstCurrent({ folder, id, namespace }: { folder: Folder; id: string; namespace: string }) {
  const { number } = useSession();
  const isAgent = folder.kinds === 'agents';
  const { data, error } = useQuery({
    queryKey: ['entry', folder.kinds, namespace, id, 'current', number],
    queryFn: ({ signal }) => ask(ConsoleCurrentDocument, { id, namespace, isAgent }, signal),
  });
  if (error) return <ErrorBox error={error} />;
  if (!data) return <Skeleton rows={4} />;
  const current = (isAgent ? data.agent : data.template)?.currentVersion;
  if (!current) return <p className="soft">This is the first version of {id}.</p>;
  const before = new Map(current.files.map(({ path, size }) => [path, size]));
  const after = new Map(folder.files.map(({ path, content }) => [path, content.length]));
  const added = [...after.keys()].filter((path) => !before.has(path));
  const removed = [...before.keys()].filter((path) => !after.has(path) && !/^(?:agent|template)\.json$/.test(path));
  const resized = [...after].filter(([path, size]) => before.has(path) && before.get(path) !== size);
  const list = (label: string, paths: readonly string[]) => paths.length > 0 && `${label} ${paths.join(', ')}. `;
  return (
    <details open>
      <summary>
        Compared with the current version <code>{current.version}</code>
      </summary>
      <p>
        {list('Added:', added)}
        {list('Removed:', removed)}
        {list(
          'Different size:',
          resized.map(([path]) => path),
        )}
        {added.length + removed.length + resized.length === 0 && 'The same files, by name and size.'}
      </p>
      <TextDiff
        label="the manifest"
        before={JSON.stringify(current.manifest, null, 2)}
        after={JSON.stringify(folder.manifest, null, 2)}
        view="unified"
      />
    </details>
  );
}
