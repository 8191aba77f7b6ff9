import { describe, expect, it } from 'vitest';
import { checkAddresses } from '../../../packages/worker/document/addresses.ts';

const server = (url = 'https://mcp.example.com/mcp') => ({ one: { type: 'http' as const, url } });
const leadsTo =
  (...addresses: string[]) =>
  async () =>
    addresses;

describe('the address of an MCP server', () => {
  it('is passed on as it was checked', async () => {
    const asked: string[] = [];
    const lookup = async (host: string) => {
      asked.push(host);
      return ['93.184.216.34', '2606:2800:220:1::1'];
    };
    const servers = { ...server(), local: { command: 'npx', args: [] } };
    expect(await checkAddresses(servers, [], lookup)).toEqual({ one: ['93.184.216.34', '2606:2800:220:1::1'] });
    expect(asked).toEqual(['mcp.example.com']);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['192.168.1.1', 'private'],
    ['172.16.0.1', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['100.100.100.200', 'carrierGradeNat'],
    ['168.63.129.16', 'metadata'],
    ['192.0.0.192', 'reserved'],
    ['0.0.0.0', 'unspecified'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['fd00:ec2::254', 'uniqueLocal'],
    ['fe80::1', 'linkLocal'],
    ['::ffff:10.0.0.1', 'private'],
    ['64:ff9b::a00:1', 'rfc6052'],
    ['2002:a00:1::', '6to4'],
    ['not an address', 'no address'],
  ])('is refused for %s (%s), even as one of several', async (address, kind) => {
    const check = checkAddresses(server(), [], leadsTo('93.184.216.34', address));
    await expect(check).rejects.toMatchObject({ code: 'address_refused', retry: false });
    await expect(check).rejects.toThrow(`(${kind})`);
  });

  it.each([
    ['the name', 'mcp.example.com'],
    ['its domain', '*.example.com'],
    ['the address', '10.1.2.3'],
    ['the network', '10.0.0.0/8'],
  ])('is accepted where %s is allowed', async (_, allowed) => {
    expect(await checkAddresses(server(), [allowed], leadsTo('10.1.2.3'))).toEqual({ one: ['10.1.2.3'] });
  });

  it.each(['example.com', '*.com.example', 'xmcp.example.com', '11.0.0.0/8', 'fd00::/8'])(
    'is not allowed by %s',
    async (allowed) => {
      await expect(checkAddresses(server(), [allowed], leadsTo('10.1.2.3'))).rejects.toThrow(/not public/);
    },
  );

  it.each([
    'http://mcp.example.com/',
    'https://user:word@mcp.example.com/',
    'https://10.0.0.1/',
    'https://localhost/',
    'nonsense',
  ])('is checked again with its variables: %s', async (url) => {
    const check = checkAddresses(server(url), [], leadsTo('93.184.216.34'));
    await expect(check).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('is looked up again later when the name is unknown', async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    await expect(checkAddresses(server(), [], lookup)).rejects.toMatchObject({ code: 'address_unknown', retry: true });
    await expect(checkAddresses(server(), [], leadsTo())).rejects.toThrow(/has no address/);
  });

  it('is resolved with the resolver of the system', async () => {
    await expect(checkAddresses(server('https://localhost/'), ['127.0.0.0/8'])).rejects.toThrow(
      'The host must be a public DNS name; this one is private.',
    );
    const found = await checkAddresses({ one: { type: 'sse', url: 'https://localhost/' } }, ['localhost']);
    expect(['127.0.0.1', '::1']).toContain(found.one?.[0]);
  });
});
