import { describe, expect, it } from 'vitest';
import { authorizationIn } from '../../../server/access/connectionParams.ts';

describe('the token of a WebSocket', () => {
  it.each([
    [{ authorization: 'Bearer a.b.c' }],
    [{ Authorization: 'Bearer a.b.c' }],
    [{ headers: { authorization: 'Bearer a.b.c' } }],
    [{ headers: { Authorization: 'Bearer a.b.c' } }],
    [{ authToken: 'a.b.c' }],
    [{ authToken: 'Bearer a.b.c' }],
    [{ token: 'a.b.c' }],
    [{ token: 'a.b.c', headers: { Authorization: 'Bearer a.b.c' } }],
    [{ authorization: 'Bearer a.b.c', Authorization: undefined, token: null }],
  ])('is read from %j', (params) => expect(authorizationIn(params)).toBe('Bearer a.b.c'));

  it.each([
    [undefined],
    [{}],
    [{ headers: {} }],
    [{ headers: null }],
    [{ headers: 'x' }],
    [{ authorization: null }],
    [{ user: 'x' }],
  ])('is absent from %j', (params) => expect(authorizationIn(params)).toBeUndefined());

  it.each([
    [{ authorization: 7 }],
    [{ token: ['a.b.c'] }],
    [{ headers: { authorization: {} } }],
    [{ authorization: 'Bearer a.b.c', token: 'd.e.f' }],
  ])('is refused rather than ignored in %j', (params) => {
    const authorization = authorizationIn(params);
    expect(authorization).toBeDefined();
    expect(authorization).not.toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  });
});
