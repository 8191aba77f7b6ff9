import { Link } from '@tanstack/react-router';
import type { EntryCardFragment } from '../../generated/graphql.ts';
import { kindsOf } from '../api/gateway.ts';
import { Badge, Status } from './basics.tsx';
import { Highlight } from './Highlight.tsx';
import { Icon } from './Icon.tsx';
import { Time } from './time.tsx';

export type EntryRow = EntryCardFragment & {
  currentVersion?: { version: string } | null;
  /** The excerpt of a search. */
  highlight?: string;
};

/** One agent or template in a list. */
export function EntryItem({ entry, showKind = false }: { entry: EntryRow; showKind?: boolean }) {
  const { slug, namespace, name, description, status, visibility, featured } = entry;
  const { tags, updatedAt, currentVersion, highlight } = entry;
  const kinds = kindsOf(entry.__typename);
  return (
    <article className="entry">
      <div className="entry-head">
        <Icon name={kinds === 'agents' ? 'agent' : 'template'} />
        <h3>
          <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id: slug }}>
            {name}
          </Link>
        </h3>
        {showKind && <span className="soft">{kinds === 'agents' ? 'Agent' : 'Template'}</span>}
        {status !== 'ACTIVE' && <Status value={status} />}
        {visibility === 'PRIVATE' && <Badge>private</Badge>}
        {featured && <Badge>featured</Badge>}
        <span className="grow" />
        <code className="entry-version">{currentVersion?.version ?? 'no version'}</code>
      </div>
      <p className="entry-about">{highlight ? <Highlight html={highlight} /> : description}</p>
      <p className="entry-foot">
        <code>
          {namespace}/{slug}
        </code>
        {tags.slice(0, 5).map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        ))}
        <span className="grow" />
        <span>
          <Time value={updatedAt} />
        </span>
      </p>
    </article>
  );
}
