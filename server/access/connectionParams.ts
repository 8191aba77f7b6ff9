/** Names under which clients send a whole header (`Bearer …`), and those under which they send the token alone. */
const headerNames: readonly string[] = ['authorization'];
const tokenNames: readonly string[] = ['authtoken', 'token', 'accesstoken'];

type Params = Readonly<Record<string, unknown>>;

/**
 * The replacement of the `Authorization` header in the payload of `connection_init`, as clients send it:
 * `authorization`, the same in `headers`, or the token alone as `authToken` or `token`; in upper or lower case.
 * Repeated equal values count as one; a value that is not a string, or differs, is refused like an invalid token.
 */
export function authorizationIn(params: Params | undefined): string | undefined {
  const given = new Set([...found(params ?? {}), ...found(headersIn(params ?? {}))]);
  return given.size === 0 ? undefined : [...given].join(', ');
}

const headersIn = (params: Params): Params => {
  const headers = Object.entries(params).find(([name]) => name.toLowerCase() === 'headers')?.[1];
  return typeof headers === 'object' && headers !== null ? (headers as Params) : {};
};

const found = (params: Params): string[] =>
  Object.entries(params).flatMap(([name, value]) => {
    const isHeader = headerNames.includes(name.toLowerCase());
    if (value === undefined || value === null || !(isHeader || tokenNames.includes(name.toLowerCase()))) return [];
    if (typeof value !== 'string') return [''];
    return [isHeader || /^bearer /i.test(value) ? value : `Bearer ${value}`];
  });
