import pc from 'picocolors';
import { type Client, type Connection, createClient, GatewayRefused, GatewayUnreachable } from '../client/index.ts';
import { type Kind, NotAsPublished } from '../manifest/index.ts';
import { ProxyInvalid, useProxy } from '../node/proxy.ts';
import { asTyped } from './host.ts';
import { nounOf } from './kinds.ts';
import { misuse, Problem } from './problem.ts';
import type { Settings } from './settings.ts';
import { clean, note } from './terminal.ts';

export const tokenHint = (): string =>
  `Get one: ${asTyped('export REGISTRY_TOKEN=$(registry token --role publisher)')}`;

/** The way out where the same command gives the same token again. */
const otherSecret =
  'If that one is refused too, it was signed with the secret of another data folder: set REGISTRY_DATA_DIR to the folder of that gateway (it prints it when it starts), or SUPABASE_JWT_SECRET to its secret, and get a token again.';

/** Where the gateway is, and as whom: it is waited for as long as it says, ten minutes in all for a request. */
export const connectionOf = ({ REGISTRY_URL, REGISTRY_TOKEN }: Settings): Connection => ({
  url: REGISTRY_URL,
  token: REGISTRY_TOKEN,
  maxWaitMs: 600_000,
  onWait: ({ ms, error }) => note(pc.dim(`${error.message} Waiting ${Math.ceil(ms / 1_000)} s; Ctrl-C stops.`)),
});

/** The gateway, as whoever the token says; anonymous without one. Through the proxy of the environment, where there is one. */
export function connect(settings: Settings): Client {
  useProxy();
  return createClient(connectionOf(settings));
}

/** The gateway, for what nobody may do anonymously. */
export function connectAuthenticated(settings: Settings, what: string): Client {
  if (settings.REGISTRY_TOKEN) return connect(settings);
  throw new Problem(`To ${what} you need a token, and REGISTRY_TOKEN is not set.`, { hint: tokenHint() });
}

/** For entries that were asked for and are not there, or not to be seen: the same sentence everywhere. */
export const notFound = (kind: Kind, id: string, namespace: string | undefined): Problem =>
  new Problem(
    `There is no ${nounOf[kind]} ${clean(id)}${namespace === undefined ? '' : ` in the namespace ${clean(namespace)}`} that you can see.`,
  );

/** What a union answers when it is no payload. */
interface Refusal {
  code: string;
  message: string;
  unresolved?: { entryId: string; range: string; reason: string }[];
  issues?: { file: string; path: string; message: string }[];
}

/** The payload of a result, or a Problem that says what the gateway said. */
export function payloadOf<Result extends { __typename: string }, Name extends Result['__typename']>(
  result: Result,
  name: Name,
): Extract<Result, { __typename: Name }> {
  if (isNamed(result, name)) return result;
  throw refused(result as unknown as Refusal);
}

const isNamed = <Result extends { __typename: string }, Name extends string>(
  result: Result,
  name: Name,
): result is Extract<Result, { __typename: Name }> => result.__typename === name;

function refused({ code, message, issues = [] }: Refusal): Problem {
  const lines = issues.map((issue) => `  ${issue.file}${issue.path && `: ${issue.path}`}: ${issue.message}`);
  return new Problem([`${message} (${code})`, ...lines].join('\n'));
}

/**
 * What any error is to whoever typed the command; null for what nobody expected.
 *
 * @param urlReason how the address of the gateway was chosen, when it was not given
 */
export function explain(error: unknown, urlReason: string | null = null): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof GatewayUnreachable) {
    const hint = 'Is it running? `npm start` starts one; REGISTRY_URL or --url says where.';
    return new Problem(error.message, {
      exitCode: 3,
      hint: [urlReason, proxyReason(), hint].filter(Boolean).join('\n  '),
    });
  }
  if (error instanceof ProxyInvalid) return misuse(error.message);
  if (error instanceof NotAsPublished) return new Problem(`${error.message} Nothing was written.`);
  if (!(error instanceof GatewayRefused)) return null;
  const message = `The gateway refused: ${error.message}${error.code === null ? '' : ` (${error.code})`}`;
  const correlationId = error.errors[0]?.extensions?.correlationId;
  if (error.code === 'UNAUTHENTICATED') return new Problem(message, { hint: `${tokenHint()}\n  ${otherSecret}` });
  return new Problem(message, { hint: correlationId ? `Correlation id: ${correlationId}` : null });
}

/** What may stand between here and the gateway. */
function proxyReason(): string | null {
  const [name] = useProxy();
  return name
    ? `${name} is set: requests go through that proxy, except those to hosts of NO_PROXY and to this machine.`
    : null;
}
