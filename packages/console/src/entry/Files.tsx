import { Link, useSearch } from '@tanstack/react-router';
import { filePath } from '../api/gateway.ts';
import { Digest, Empty } from '../ui/basics.tsx';
import { Icon } from '../ui/Icon.tsx';
import { bytes } from '../ui/time.tsx';
import { Download } from './Download.tsx';
import { FileText } from './FileText.tsx';
import type { Shown } from './useEntry.ts';

/** The files of a version: which, how large, what is in one of them. */
export default function Files({ shown }: { shown: Shown }) {
  const { kinds, entry, version } = shown;
  const { file: asked, version: number } = useSearch({ strict: false }) as { file?: string; version?: string };
  const files = version?.files ?? [];
  if (!version || files.length === 0) return <Empty title="This version has no files." />;
  const chosen = files.find(({ path }) => path === asked) ?? files[0];
  if (!chosen) return null;
  const address = { kinds, id: entry.slug, namespace: entry.namespace, version: version.version };
  return (
    <div className="files">
      <nav aria-label="Files">
        <ul>
          {files.map(({ path, size }) => (
            <li key={path}>
              <Link
                to="/$namespace/$kinds/$id"
                params={{ namespace: entry.namespace, kinds, id: entry.slug }}
                search={{ tab: 'files', file: path, ...(number ? { version: number } : {}) }}
                resetScroll={false}
                activeProps={{ 'aria-current': undefined }}
                {...(path === chosen.path ? { 'aria-current': 'true' as const } : {})}
              >
                <Icon name="file" />
                <span>{path}</span>
                <span className="count">{bytes(size)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-label={chosen.path}>
        <header className="file-head">
          <code>{chosen.path}</code>
          <Digest value={chosen.sha256} />
          <span className="grow" />
          <Download address={address} path={chosen.path} href={filePath(address, chosen.path)} />
        </header>
        <FileText shown={shown} path={chosen.path} />
      </section>
    </div>
  );
}
