import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type McpServer, publicUrlProblem } from '../../manifest/index.ts';
import { hostOf, isHost, refusedKind } from '../../node/publicAddress.ts';
import { messageOf } from '../problem.ts';
import { StepFailure } from '../stepFailure.ts';

/** The current addresses of a name. */
export type Lookup = (host: string) => Promise<string[]>;

export const systemAddresses: Lookup = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Looks up the host of each server that is reached over HTTP, and refuses it unless every address is public: a public
 * name may resolve to a machine of the worker's network, or to the metadata service of its cloud.
 *
 * @param allowed names, `*.example.com`, addresses and networks (CIDR) that are accepted nevertheless
 * @returns by server, the checked addresses: a client connects to these without resolving the name again, since the
 *   result may have changed
 * @throws StepFailure `address_refused`, `address_unknown`
 */
export async function checkAddresses(
  servers: Record<string, McpServer>,
  allowed: readonly string[],
  lookup: Lookup = systemAddresses,
): Promise<Record<string, string[]>> {
  const overHttp = Object.entries(servers).flatMap(([name, server]) =>
    'url' in server ? [[name, server.url] as const] : [],
  );
  const checked = await Promise.all(
    overHttp.map(async ([name, url]) => [name, await addressesOf(name, url, allowed, lookup)]),
  );
  return Object.fromEntries(checked);
}

async function addressesOf(name: string, url: string, allowed: readonly string[], lookup: Lookup): Promise<string[]> {
  const refuse = (why: string) =>
    new StepFailure('address_refused', `The connection to the MCP server "${name}" is refused: ${why}`, {
      retry: false,
    });
  const host = hostOf(url);
  const isNamed = allowed.some((each) => isHost(each, host));
  // References were filled in after the publication of the definition.
  const problem = isNamed ? null : publicUrlProblem(url);
  if (host === '' || problem) throw refuse(problem?.message ?? 'its URL does not contain a host.');
  const addresses = isIP(host)
    ? [host]
    : await lookup(host).catch((error) => {
        const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
        throw new StepFailure(
          'address_unknown',
          `The host ${host} of the MCP server "${name}" cannot be resolved (${code}).`,
        );
      });
  if (addresses.length === 0) throw refuse(`${host} has no address.`);
  for (const address of addresses) {
    const kind = isNamed ? null : refusedKind(address, allowed);
    if (kind)
      throw refuse(
        `${host} resolves to ${address}, which is not public (${kind}). To allow it, add it to REGISTRY_WORKER_ALLOW_HOSTS.`,
      );
  }
  return addresses;
}
