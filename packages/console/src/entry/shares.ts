import {
  ConsoleAgentSharesDocument,
  ConsoleDeclineAgentShareDocument,
  ConsoleDeclineTemplateShareDocument,
  type ConsoleProblemFragment,
  ConsoleShareAgentDocument,
  type ConsoleShareFragment,
  type ConsoleShareImpactFragment,
  ConsoleShareTemplateDocument,
  ConsoleTemplateSharesDocument,
  ConsoleUnshareAgentDocument,
  ConsoleUnshareTemplateDocument,
} from '../../generated/graphql.ts';
import { ask, type Kinds } from '../api/gateway.ts';
import { isRefusal } from '../api/outcome.ts';
import type { EntryAddress } from './useEntry.ts';

/** The namespaces that an entry is shared with. Null for all but the admins of its namespace. */
export async function readShares({ kinds, namespace, id }: EntryAddress, signal: AbortSignal) {
  const document = kinds === 'agents' ? ConsoleAgentSharesDocument : ConsoleTemplateSharesDocument;
  const { entry } = await ask(document, { id, namespace }, signal);
  return entry?.shares ?? null;
}

/** `namespace` is that of the entry. */
interface DeclineRequest {
  id: string;
  namespace: string;
  reason?: string;
  dryRun?: boolean;
  idempotencyKey?: string;
}

interface ShareRequest extends DeclineRequest {
  sharedWith: string;
}

type Outcome<Done> = { refusal: ConsoleProblemFragment; done: null } | { refusal: null; done: Done };

export async function share(
  kinds: Kinds,
  input: ShareRequest & { mayInstantiate: boolean },
): Promise<Outcome<ConsoleShareFragment>> {
  const document = kinds === 'agents' ? ConsoleShareAgentDocument : ConsoleShareTemplateDocument;
  const { result } = await ask(document, { input });
  return isRefusal(result) ? { refusal: result, done: null } : { refusal: null, done: result.share };
}

/** Ends a share, or says what would no longer resolve in that namespace. */
export async function unshare(kinds: Kinds, input: ShareRequest): Promise<Outcome<ConsoleShareImpactFragment>> {
  const document = kinds === 'agents' ? ConsoleUnshareAgentDocument : ConsoleUnshareTemplateDocument;
  const { result } = await ask(document, { input });
  return isRefusal(result) ? { refusal: result, done: null } : { refusal: null, done: result.impact };
}

/** Ends the share of an entry with the viewer's namespace, or says what would no longer resolve in it. */
export async function declineShare(kinds: Kinds, input: DeclineRequest): Promise<Outcome<ConsoleShareImpactFragment>> {
  const document = kinds === 'agents' ? ConsoleDeclineAgentShareDocument : ConsoleDeclineTemplateShareDocument;
  const { result } = await ask(document, { input });
  return isRefusal(result) ? { refusal: result, done: null } : { refusal: null, done: result.impact };
}
