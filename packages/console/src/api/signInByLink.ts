import { ConsoleRedeemLinkDocument } from '../../generated/graphql.ts';
import { ask } from './gateway.ts';
import { describeError } from './outcome.ts';
import { currentToken, markLinkFailed, offerLink, signIn } from './session.ts';

/** Signs in by a link, unless this tab has a session: then the page offers it. */
export function openLink(linkCode: string): void {
  if (currentToken() === null) void signInByLink(linkCode);
  else offerLink(linkCode);
}

/** Exchanges the code of a link for its token, which is kept in memory only. */
export async function signInByLink(linkCode: string): Promise<void> {
  offerLink(null);
  try {
    const { result } = await ask(ConsoleRedeemLinkDocument, { input: { linkCode } });
    if (result.__typename === 'RedeemConsoleLinkPayload') signIn(result.token, false);
    else markLinkFailed(result.message);
  } catch (error) {
    markLinkFailed(describeError(error).detail);
  }
}
