/** A response of the endpoint. Each test knows the type of `data`. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  data: any;
  errors: { message: string; path?: unknown[]; extensions: { code: string } }[] | undefined;
}

/** A client of the endpoint over HTTP. */
export interface Actor {
  readonly url: string;
  readonly token: string | null;
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  /** Like `ask`, for one mutation: returns the value of its only field. Throws a top-level error. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  do(query: string, variables?: object): Promise<any>;
}

export function actorAt(url: string, token: string | null): Actor {
  const ask: Actor['ask'] = async (query, variables, headers) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    return { status: response.status, data, errors };
  };
  return {
    url,
    token,
    ask,
    async do(query, variables) {
      const { data, errors } = await ask(query, variables);
      if (errors) throw new Error(errors.map(({ extensions, message }) => `${extensions.code}: ${message}`).join('\n'));
      return Object.values(data as object)[0];
    },
  };
}
