import * as http from 'node:http';

/** A variable that names a proxy has a value that cannot be used. */
export class ProxyInvalid extends Error {}

/** A gateway of this machine is never asked through a proxy. */
const ownHosts = 'localhost,127.0.0.1,::1,[::1]';
const names = ['HTTPS_PROXY', 'HTTP_PROXY'] as const;

/**
 * Sends the requests of this process (fetch, WebSocket, node:http) through the proxy of HTTPS_PROXY or HTTP_PROXY, except
 * those to hosts of NO_PROXY and to this machine. Lower-case names work too, and come first, as in curl.
 *
 * @returns the variables that name a proxy; none where there is nothing to do
 * @throws ProxyInvalid for what is not the address of an HTTP proxy; its value, which may contain a password, is not told
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
  http.setGlobalProxyFromEnv({ ...proxies, NO_PROXY: except ? `${except},${ownHosts}` : ownHosts });
  return used;
}

/** `proxy.example.com:3128` is taken for an HTTP proxy, as elsewhere. */
function addressOf(name: string, value: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (url && /^https?:$/.test(url.protocol) && url.hostname && url.pathname === '/' && !url.search && !url.hash)
    return url.href;
  throw new ProxyInvalid(
    `Invalid ${name}: must be the address of an HTTP proxy, such as http://proxy.example.com:3128.`,
  );
}
