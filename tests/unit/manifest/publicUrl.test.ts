import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicUrlProblem } from '../../../packages/manifest/index.ts';

const code = (url: string) => publicUrlProblem(url)?.code ?? null;

describe('the URL of an MCP server', () => {
  it.each([
    ...[
      'https://mcp.example.com/mcp',
      'https://mcp.example.com:8443/a?b=c#d',
      'https://example.com.',
      'HTTPS://API.Example.com/',
      'https://a.co/${PATH}',
    ],
    ...['https://xn--bcher-kva.example/', 'https://1.1.1.example.com/', 'https://nip.io.example.com/'],
  ])('may be %s', (url) => expect(code(url)).toBe(null));

  it.each([
    ...[
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      'intranet',
      'db.internal',
      'metadata.google.internal',
      'printer.local',
      'router.lan',
      'x.onion',
      'x.home.arpa',
    ],
    ...[
      '127.0.0.1',
      '127.1',
      '0x7f.0.0.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '017700000001',
      '0',
      '0.0.0.0',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
    ],
    ...[
      '169.254.169.254',
      '169.254.169.254.',
      '100.64.0.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '192.0.2.1',
      '8.8.8.8',
      '%31%32%37.0.0.1',
    ],
    ...[
      '[::1]',
      '[::]',
      '[fe80::1]',
      '[fd00::1]',
      '[ff02::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::127.0.0.1]',
      '[64:ff9b:1::a00:1]',
    ],
    ...['[2002:7f00:1::]', '[2001::1]', '[0:0:0:0:0:ffff:a9fe:a9fe]', '[2606:4700:4700::1111]'],
    ...['127.0.0.1.nip.io', '10-0-0-1.sslip.io', 'localtest.me', 'a.lvh.me'],
  ])('cannot be on %s', (host) => expect(code(`https://${host}/mcp`)).toBe('url_not_public'));

  it.each([
    ...[
      'http://mcp.example.com',
      'ws://mcp.example.com',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//mcp.example.com',
      'mcp.example.com',
      'https:mcp.example.com',
    ],
    ...[
      'https://',
      'https:///mcp.example.com',
      'https://u:p@mcp.example.com',
      'https://u@mcp.example.com',
      'https://example.com@127.0.0.1',
      'https://a.com\\@b.com',
    ],
    ...[
      'https://１２７.０.０.１/',
      'https://ⓛocalhost/',
      'https://exa mple.com',
      ' https://example.com',
      'https://example.com\n',
      'https://exa\tmple.com',
    ],
    ...[
      'https://a..com',
      'https://-a.com',
      'https://a.com:0',
      'https://a.com:99999',
      'https://${HOST}/',
      'https://a.com%00.b.com',
      'https://[::1%25eth0]/',
      'https://256.1.1.1/',
      'https://1.2.3.4.5/',
    ],
  ])('cannot be %s', (url) => expect(code(url)).not.toBe(null));

  it.each([
    ['http://a.com', 'insecure_url', 'The URL must start with "https://" and a host name.'],
    ['xhttps://a.com', 'insecure_url', 'The URL must start with "https://" and a host name.'],
    ['http://a.com/?x=https://b.com', 'insecure_url', 'The URL must start with "https://" and a host name.'],
    ['https://a b.com', 'invalid_url', 'The URL must be ASCII, without spaces or backslashes.'],
    ['https://a.com\\b', 'invalid_url', 'The URL must be ASCII, without spaces or backslashes.'],
    ['https://a.com:99999', 'invalid_url', 'Not a valid URL.'],
    ['https://a.com:0', 'invalid_url', 'Port 0 is not a valid port.'],
    ['https://-a.com', 'invalid_url', 'The URL does not contain a valid host name.'],
    [
      'https://u@a.com',
      'url_credentials',
      'The URL must not contain a user name or password; send them in a header, as a reference.',
    ],
    [
      'https://:p@a.com',
      'url_credentials',
      'The URL must not contain a user name or password; send them in a header, as a reference.',
    ],
    [
      'https://u:p@a.com',
      'url_credentials',
      'The URL must not contain a user name or password; send them in a header, as a reference.',
    ],
    ['https://server', 'url_not_public', 'The host must be a public DNS name; this one is private.'],
    ['https://a.local', 'url_not_public', 'The host must be a public DNS name; this one is private.'],
    ['https://127.1', 'url_not_public', 'The host must be a public DNS name, not an IP address (loopback).'],
    ['https://[::ffff:10.0.0.1]', 'url_not_public', 'The host must be a public DNS name, not an IP address (private).'],
    [
      'https://a.nip.io',
      'url_not_public',
      'The host resolves to whatever address its name contains, so it is not allowed; use another public DNS name.',
    ],
  ])('cannot be %j: %s, %s', (url, problem, message) =>
    expect(publicUrlProblem(url)).toEqual({ code: problem, message }),
  );

  it('has a host of at most 253 characters', () => {
    const host = (length: number) => `${'a.'.repeat(200).slice(0, length - 4)}`.replace(/\.$/, 'b').concat('.com');
    expect(code(`https://${host(253)}/`)).toBe(null);
    expect(code(`https://${host(254)}/`)).toBe('invalid_url');
  });

  it('cannot be an IPv4 address, in any notation', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const write = fc.constantFrom(
      (n: number) => String(n),
      (n: number) => `0x${n.toString(16)}`,
      (n: number) => `0${n.toString(8)}`,
    );
    fc.assert(
      fc.property(
        octet,
        octet,
        octet,
        octet,
        write,
        write,
        fc.integer({ min: 1, max: 4 }),
        (a, b, c, d, first, rest, parts) => {
          const value = [a, b, c, d];
          const tail = value.slice(parts - 1).reduce((sum, part) => sum * 256 + part, 0);
          const host = [...value.slice(0, parts - 1).map(first), rest(tail)].join('.');
          expect([host, code(`https://${host}/`)]).toEqual([host, 'url_not_public']);
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (url) => {
          publicUrlProblem(url);
        },
      ),
    );
  });
});
