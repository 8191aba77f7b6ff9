import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { ConsoleLocateDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { ErrorBox, Skeleton } from '../ui/basics.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

export const AgentShortcut = () => <Shortcut to="agents" />;
export const TemplateShortcut = () => <Shortcut to="templates" />;
export const InstantiateShortcut = () => <Shortcut to="instantiate" />;

/** An address without a namespace: leads to the entry that the gateway would choose. */
function Shortcut({ to }: { to: 'agents' | 'templates' | 'instantiate' }) {
  const { id = '' } = useParams({ strict: false });
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['locate', to, id, number],
    queryFn: ({ signal }) => ask(ConsoleLocateDocument, { id, isAgent: to === 'agents' }, signal),
  });
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  const namespace = (to === 'agents' ? data.agent : data.template)?.namespace;
  if (!namespace) return <NotFoundPage />;
  if (to === 'instantiate')
    return <Navigate to="/$namespace/templates/$id/instantiate" params={{ namespace, id }} replace />;
  return <Navigate to="/$namespace/$kinds/$id" params={{ namespace, kinds: to, id }} replace />;
}
