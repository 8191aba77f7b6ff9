import {
  ConsoleAgentSharesDocument,
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

interface ShareRequest {
  id: string;
  namespace: string;
  sharedWith: string;
  reason?: string;
  dryRun?: boolean;
  idempotencyKey?: string;
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
