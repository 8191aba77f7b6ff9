import { ConsoleRedeemLinkDocument } from '../../generated/graphql.ts';
import { ask } from './gateway.ts';
import { describeError } from './outcome.ts';
import { markLinkFailed, signIn } from './session.ts';

/** Exchanges the code of a link for its token, which is kept in memory only. */
export async function signInByLink(linkCode: string): Promise<void> {
  try {
    const { result } = await ask(ConsoleRedeemLinkDocument, { input: { linkCode } });
    if (result.__typename === 'RedeemConsoleLinkPayload') signIn(result.token, false);
    else markLinkFailed(result.message);
  } catch (error) {
    markLinkFailed(describeError(error).detail);
  }
}
