import * as http from 'node:http';

/** A proxy variable with an invalid value. */
export class ProxyInvalid extends Error {}

/** A gateway on this machine is never called through a proxy. */
const ownHosts = 'localhost,127.0.0.1,::1,[::1]';
const names = ['HTTPS_PROXY', 'HTTP_PROXY'] as const;

/**
 * Sends the requests of this process (fetch, WebSocket, node:http) through the proxy of HTTPS_PROXY or HTTP_PROXY,
 * except those to hosts of NO_PROXY and to this machine. Lower-case names work too, and take precedence, as in curl.
 *
 * @returns the variables that name a proxy; empty if there is nothing to do
 * @throws ProxyInvalid for what is not the URL of an HTTP proxy; without the value, which may contain a password
 */
export function useProxy(environment: NodeJS.ProcessEnv = process.env): string[] {
  const proxies: Record<string, string> = {};
  const used: string[] = [];
  for (const name of names) {
    const source = environment[name.toLowerCase()]?.trim() ? name.toLowerCase() : name;
    const value = environment[source]?.trim();
    if (!value) continue;
    proxies[name] = addressOf(source, value);
    used.push(source);
  }
  const except = (environment.no_proxy ?? environment.NO_PROXY)?.trim();
  if (used.length === 0 || except === '*') return [];
  if (!('setGlobalProxyFromEnv' in http)) {
    if (isProxyOfNode(environment)) return used;
    throw new ProxyInvalid(
      `${used.join(' and ')} ${used.length === 1 ? 'is' : 'are'} set, but Node ${process.versions.node} cannot use a proxy from inside a program. Use Node 24.14 or newer, or set NODE_USE_ENV_PROXY=1 (Node 22.21 or newer), or NO_PROXY=* for no proxy.`,
    );
  }
  http.setGlobalProxyFromEnv({ ...proxies, NO_PROXY: except ? `${except},${ownHosts}` : ownHosts });
  return used;
}

/** Whether Node itself sends requests through the proxy of the environment (Node 22.21 and newer). */
const isProxyOfNode = ({ NODE_USE_ENV_PROXY, NODE_OPTIONS = '' }: NodeJS.ProcessEnv): boolean =>
  (NODE_USE_ENV_PROXY === '1' || NODE_OPTIONS.includes('--use-env-proxy')) &&
  process.allowedNodeEnvironmentFlags.has('--use-env-proxy');

/** `proxy.example.com:3128` is an HTTP proxy, as in other programs. */
function addressOf(name: string, value: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (url && /^https?:$/.test(url.protocol) && url.hostname && url.pathname === '/' && !url.search && !url.hash)
    return url.href;
  throw new ProxyInvalid(
    `Invalid ${name}: must be the address of an HTTP proxy, such as http://proxy.example.com:3128.`,
  );
}
