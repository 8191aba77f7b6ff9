import { useQuery } from '@tanstack/react-query';
import { ConsoleViewerDocument, type ConsoleViewerQuery } from '../../generated/graphql.ts';
import { ask } from './gateway.ts';
import { useSession } from './session.ts';

export type Viewer = NonNullable<ConsoleViewerQuery['viewer']>;
export type Role = 'VIEWER' | 'PUBLISHER' | 'ADMIN';

const ranks: Record<Role, number> = { VIEWER: 1, PUBLISHER: 2, ADMIN: 3 };

/** The signed-in user; null if anonymous, undefined while that is not known. */
export function useViewer(): Viewer | null | undefined {
  const { token, number } = useSession();
  const { data } = useQuery({
    queryKey: ['viewer', number],
    queryFn: ({ signal }) => ask(ConsoleViewerDocument, {}, signal),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return token === null ? null : data?.viewer;
}

/** Why the viewer may not do what needs this role in this namespace; null when they may. The gateway has the last word. */
export function refusalFor(viewer: Viewer | null | undefined, least: Role, namespace?: string): string | null {
  if (!viewer) return `Sign in with the role “${least.toLowerCase()}” to do this.`;
  if (!viewer.role || ranks[viewer.role] < ranks[least])
    return `Needs the role “${least.toLowerCase()}”; yours is “${viewer.role?.toLowerCase() ?? 'none'}”.`;
  if (namespace !== undefined && viewer.namespace !== namespace)
    return `You may change only the namespace “${viewer.namespace}”.`;
  return null;
}
