/** A REST response. Each test knows the type of `body`. */
export interface RestResponse {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  body: any;
}

/** A client of the REST API. */
export interface RestClient {
  get(path: string, headers?: Record<string, string>): Promise<RestResponse>;
  head(path: string, headers?: Record<string, string>): Promise<RestResponse>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RestResponse>;
  /** Sent as it is: a body that is not JSON, or an unknown method. */
  send(path: string, init: RequestInit): Promise<RestResponse>;
}

export function restClient(url: string, token: string | null): RestClient {
  const send: RestClient['send'] = async (path, init) => {
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers });
    const text = await response.text();
    const isJson = /(?<!nd)json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
  };
  return {
    send,
    get: (path, headers = {}) => send(path, { headers }),
    head: (path, headers = {}) => send(path, { method: 'HEAD', headers }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}
