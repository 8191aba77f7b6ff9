import ipaddr from 'ipaddr.js';
import type { IssueCode } from '../values/issueCodes.ts';

const privateSuffixes = [
  ...['localhost', 'local', 'localdomain', 'internal', 'intranet', 'private', 'lan', 'home', 'corp', 'arpa', 'onion'],
  ...['test', 'invalid', 'svc', 'cluster', 'consul', 'docker', 'kubernetes'],
];

/** Public domains that resolve to the address written in the name, or to this machine. */
const rebinding = [
  'nip.io',
  'sslip.io',
  'xip.io',
  'traefik.me',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'local.gd',
  'localho.st',
  'rbndr.us',
];

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?$/;

interface UrlProblem {
  code: IssueCode;
  message: string;
}

const problem = (code: IssueCode, message: string): UrlProblem => ({ code, message });

/**
 * Why a URL must not be published, or null when it may be: https, a public DNS name, no IP address in any
 * notation (the WHATWG parser turns `0x7f.1`, `2130706433` and full-width digits into an address first),
 * no user or password. The client that connects checks which address the name resolves to.
 */
export function publicUrlProblem(text: string): UrlProblem | null {
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) {
    return problem('invalid_url', 'The URL must be ASCII, without spaces or backslashes.');
  }
  if (!/^https:\/\/[^/?#]/i.test(text))
    return problem('insecure_url', 'The URL must start with "https://" and a host name.');
  const url = URL.parse(text);
  if (url === null) return problem('invalid_url', 'Not a valid URL.');
  if (url.username !== '' || url.password !== '') {
    return problem(
      'url_credentials',
      'The URL must not contain a user name or password; send them in a header, as a reference.',
    );
  }
  if (url.port === '0') return problem('invalid_url', 'Port 0 is not a valid port.');
  return hostProblem(url.hostname);
}

function hostProblem(hostname: string): UrlProblem | null {
  const host = hostname.replace(/[[\]]/g, '').replace(/\.$/, '').toLowerCase();
  if (ipaddr.isValid(host)) {
    return problem('url_not_public', `The host must be a public DNS name, not an IP address (${rangeOf(host)}).`);
  }
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (host.length > 253 || !labels.every((part) => label.test(part)))
    return problem('invalid_url', 'The URL does not contain a valid host name.');
  if (labels.length < 2 || privateSuffixes.includes(last)) {
    return problem('url_not_public', 'The host must be a public DNS name; this one is private.');
  }
  if (rebinding.some((name) => host === name || host.endsWith(`.${name}`))) {
    return problem(
      'url_not_public',
      'The host resolves to whatever address its name contains, so it is not allowed; use another public DNS name.',
    );
  }
  return null;
}

/** The range of an address; IPv4-mapped IPv6 addresses count as IPv4. */
function rangeOf(host: string): string {
  const address = ipaddr.process(host);
  return address.range();
}
