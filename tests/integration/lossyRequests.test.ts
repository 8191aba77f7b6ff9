import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const validate = 'mutation ($input: ValidateAgentInput!) { validateAgent(input: $input) { __typename } }';
const quoted = JSON.stringify(validate);

/** The JSON text of an input whose manifest has the given `"x"`. */
const inputWith = (value: string): string => {
  const text = JSON.stringify({ ...agent({ metadata: { x: 'HERE' } }), dryRun: true });
  return text.replace('"HERE"', value);
};

describe.skipIf(!hasEngine)('what JSON.parse would lose silently', () => {
  let registry: TestRegistry;
  let token: string;

  beforeAll(async () => {
    registry = await openRegistry();
    token = await registry.token({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  async function post(path: string, body: string) {
    const accept = path === '/graphql' ? 'application/graphql-response+json' : 'application/json';
    const headers = { accept, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(new URL(path, registry.url), { method: 'POST', headers, body });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  const numbers = [
    '9007199254740993',
    '-12345678901234567890',
    '0.1234567890123456789',
    '1e400',
    '1e-400',
    '9007199254740993.0',
  ];

  it.each(numbers)('%s in the variables of a POST is refused with its path', async (number) => {
    const { status, body } = await post('/graphql', `{"query":${quoted},"variables":{"input":${inputWith(number)}}}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(body.errors[0].message).toMatch(
      /^The body is ambiguous: line 1, column \d+, at `variables\.input\.manifest\.metadata\.x`: the number loses digits when it is read\. Send it as a string\.$/,
    );
  });

  it.each(numbers)('%s in a REST body is refused with its path', async (number) => {
    const { status, body } = await post('/api/agents/validate', inputWith(number));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'BAD_USER_INPUT',
      detail: expect.stringMatching(/ at `manifest\.metadata\.x`: the number loses digits/),
    });
  });

  it.each(numbers)('%s in a literal is refused with its path', async (number) => {
    const query = `mutation { validateAgent(input: { manifest: { metadata: [{ x: ${number} }] } }) { __typename } }`;
    const { status, body } = await post('/graphql', JSON.stringify({ query }));
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      {
        message: expect.stringMatching(/the number loses digits when it is read/i),
        locations: [{ line: 1, column: query.indexOf(number) + 1 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it.each(['9007199254740992', '12345678901234567000', '0.1', '0.10000000000000001', '1.50', '1E2', '-0.0', '1e300'])(
    '%s is read unchanged',
    async (number) => {
      const { status, body } = await post('/graphql', `{"query":${quoted},"variables":{"input":${inputWith(number)}}}`);
      expect([status, body.errors]).toEqual([200, undefined]);
    },
  );

  it('a key that is written twice is refused anywhere', async () => {
    const twice = inputWith('{"a": 1, "\\u0061": 2}');
    const place = 'the key "a" is written twice. Remove one.';
    const overGraphQL = await post('/graphql', `{"query":${quoted},"variables":{"input":${twice}}}`);
    expect([overGraphQL.status, overGraphQL.body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(overGraphQL.body.errors[0].message).toContain(`at \`variables.input.manifest.metadata.x.a\`: ${place}`);

    const overRest = await post('/api/agents/validate', twice);
    expect([overRest.status, overRest.body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(overRest.body.detail).toContain(`at \`manifest.metadata.x.a\`: ${place}`);

    const queries = await post('/graphql', '{"query":"{ __typename }","query":"{ __typename }"}');
    expect([queries.status, queries.body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);

    const literal = await post(
      '/graphql',
      JSON.stringify({ query: 'mutation { validateAgent(input: { manifest: { a: 1, a: 2 } }) { __typename } }' }),
    );
    expect([literal.status, literal.body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(literal.body.errors[0]).toMatchObject({
      message: 'There can be only one input field named "a".',
      locations: [
        { line: 1, column: 47 },
        { line: 1, column: 53 },
      ],
    });
  });

  it('the query of a URL is checked as well', async () => {
    const ask = async (search: string) => {
      const response = await fetch(`${registry.url}?${search}`, { headers: { authorization: `Bearer ${token}` } });
      const { errors } = (await response.json()) as { errors: { message: string }[] };
      return [response.status, errors[0]?.message];
    };
    const query = `query=${encodeURIComponent('query ($x: String!) { agent(agentId: $x) { slug } }')}`;
    expect(await ask(`${query}&variables=${encodeURIComponent('{"x":"a","x":"b"}')}`)).toEqual([
      400,
      '`variables` is ambiguous: line 1, column 10, at `x`: the key "x" is written twice. Remove one.',
    ]);
    expect(await ask(`${query}&${query}`)).toEqual([400, '`query` is in the address twice. Remove one.']);
  });

  it.each([
    ['{"a":1,"a":2}', 'at `payload.variables.input.manifest.metadata.x.a`: the key "a" is written twice. Remove one.'],
    ['9007199254740993', 'at `payload.variables.input.manifest.metadata.x`: the number loses digits when it is read.'],
  ])('%s in the message of a WebSocket is refused, and the connection continues', async (value, place) => {
    const raw = await acknowledged(registry.url, { authorization: `Bearer ${token}` });
    raw.socket.send(
      `{"id":"1","type":"subscribe","payload":{"query":${quoted},"variables":{"input":${inputWith(value)}}}}`,
    );
    expect(await raw.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ message: expect.stringContaining(place), extensions: { code: 'BAD_USER_INPUT' } }],
    });
    raw.send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
    expect(await raw.next()).toMatchObject({ id: '1', type: 'next' });
    raw.socket.close();
  });
});
