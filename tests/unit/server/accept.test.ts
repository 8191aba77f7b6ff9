import { expect, it } from 'vitest';
import { acceptedEncoding, acceptedType, accepts, requireAccepted } from '../../../server/http/accept.ts';

it.each([
  [null, true],
  ['', true],
  ['*/*', true],
  ['application/*', true],
  ['APPLICATION/JSON', true],
  ['application/json; charset=utf-8', true],
  ['application/json;charset="UTF-8";q=0.5', true],
  ['text/html, application/json; charset=UTF8, */*;q=0', true],
  ['application/json; charset=utf-8;q=0', false],
  ['application/json; charset=utf-16', false],
  ['application/json; charset=utf-8x', false],
  ['text/html; charset=utf-8', false],
  ['text/html, application/json;q=0.1', true],
  ['application/json;q=0', false],
  ['application/json;q=0, */*', false],
  ['application/*;q=0, */*', false],
  ['*/*;q=0', false],
  ['text/html', false],
  ['application', false],
  [',;,=', false],
])('accepts JSON for %j: %s', (accept, accepted) => expect(accepts(accept, 'application/json')).toBe(accepted));

it('chooses the type that is preferred, in UTF-8', () => {
  const types = ['application/json', 'application/x-ndjson'] as const;
  expect(acceptedType('application/json;q=0.5, application/x-ndjson; charset=utf-8', types)).toBe(
    'application/x-ndjson',
  );
});

it('refuses with 406 and names the available type', () => {
  expect(() => requireAccepted('text/html', 'application/json')).toThrow(
    'The response is available only as application/json, which `Accept` excludes.',
  );
});

it.each([
  [null, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['gzip, br;q=0.1', 'br'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['GZIP', 'gzip'],
  ['deflate', 'identity'],
  ['br;q=nonsense, gzip', 'gzip'],
] as const)('encodes for %j with %s', (accepted, encoding) =>
  expect(acceptedEncoding(accepted, ['br', 'gzip'])).toBe(encoding),
);
