import pc from 'picocolors';
import { type Client, type Connection, createClient, GatewayRefused, GatewayUnreachable } from '../client/index.ts';
import { type Kind, NotAsPublished } from '../manifest/index.ts';
import { ProxyInvalid, useProxy } from '../node/proxy.ts';
import { asTyped } from './host.ts';
import { nounOf } from './kinds.ts';
import { misuse, Problem } from './problem.ts';
import type { Settings } from './settings.ts';
import { clean, note, upperFirst } from './terminal.ts';

type Role = 'publisher' | 'admin';

/** The role that the command needs. */
let neededRole: Role = 'publisher';

export const tokenHint = (): string =>
  `Create a token for a local gateway: ${asTyped(`export REGISTRY_TOKEN=$(registry token --role ${neededRole})`)}`;

/** Advice for when the same command prints the same token again. */
const otherSecret =
  'If the new token is also refused, it was signed with another secret than the one of the gateway. Set REGISTRY_DATA_DIR to the data folder of the gateway (printed when it starts), or SUPABASE_JWT_SECRET to its secret, and create the token again.';

/** The connection to the gateway. Waits as long as the gateway requests, up to ten minutes per request. */
export const connectionOf = ({ REGISTRY_URL, REGISTRY_TOKEN }: Settings): Connection => ({
  url: REGISTRY_URL,
  token: REGISTRY_TOKEN,
  maxWaitMs: 600_000,
  onWait: ({ ms, error }) => note(pc.dim(`${error.message} Waiting ${Math.ceil(ms / 1_000)} s; Ctrl-C stops.`)),
});

/** A client with the token of the settings, anonymous without one. Uses the proxy of the environment, if there is one. */
export function connect(settings: Settings): Client {
  neededRole = 'publisher';
  useProxy();
  return createClient(connectionOf(settings));
}

/**
 * A client for commands that require a token.
 *
 * @param role for the hint when there is no valid token; the gateway checks it
 */
export function connectAuthenticated(settings: Settings, what: string, role: Role = 'publisher'): Client {
  const client = connect(settings);
  neededRole = role;
  if (settings.REGISTRY_TOKEN) return client;
  throw new Problem(`A token is required to ${what}; REGISTRY_TOKEN is not set.`, { hint: tokenHint() });
}

/** The same message everywhere for an entry that does not exist or is not visible. */
export const notFound = (kind: Kind, id: string, namespace: string | undefined): Problem =>
  new Problem(
    `${upperFirst(nounOf[kind])} ${clean(id)} was not found${namespace === undefined ? '' : ` in the namespace ${clean(namespace)}`}, or you do not have access to it.`,
  );

/** An error type of a result union. */
interface Refusal {
  code: string;
  message: string;
  unresolved?: { chain: readonly string[]; reason: string }[];
  issues?: { file: string; path: string; message: string }[];
}

/** The payload of a result. Throws a Problem with the message of an error. */
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

/** Each unresolved reference, with the versions that lead to it. */
export const unresolvedLines = (unresolved: readonly { chain: readonly string[]; reason: string }[]): string[] =>
  unresolved.map(({ chain, reason }) => `  ${clean(`${chain.join(' -> ')}: ${reason}`)}`);

function refused({ code, message, issues = [], unresolved = [] }: Refusal): Problem {
  const lines = issues.map((issue) => `  ${issue.file}${issue.path && `: ${issue.path}`}: ${issue.message}`);
  return new Problem([`${message} (${code})`, ...lines, ...unresolvedLines(unresolved)].join('\n'));
}

/**
 * The message for any error; null for an unexpected one.
 *
 * @param urlReason how the URL of the gateway was chosen, when it was not given
 */
export function explain(error: unknown, urlReason: string | null = null): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof GatewayUnreachable) {
    const hint =
      'Check that the gateway is running (`npm start` in the registry repository starts one) and that REGISTRY_URL or --url is correct.';
    return new Problem(error.message, {
      exitCode: 3,
      hint: [urlReason, proxyReason(), hint].filter(Boolean).join('\n  '),
    });
  }
  if (error instanceof ProxyInvalid) return misuse(error.message);
  if (error instanceof NotAsPublished) return new Problem(`${error.message} No files were written.`);
  if (!(error instanceof GatewayRefused)) return null;
  const message = `The gateway refused the request: ${error.message}${error.code === null ? '' : ` (${error.code})`}`;
  const correlationId = error.errors[0]?.extensions?.correlationId;
  if (error.code === 'UNAUTHENTICATED') return new Problem(message, { hint: `${tokenHint()}\n  ${otherSecret}` });
  return new Problem(message, { hint: correlationId ? `Correlation id: ${correlationId}` : null });
}

/** A note about the proxy between this process and the gateway. */
function proxyReason(): string | null {
  const [name] = useProxy();
  return name
    ? `${name} is set: requests go through this proxy, except to hosts in NO_PROXY and to this machine.`
    : null;
}
