import { readBytes } from '../../http/readBody.ts';
import type { GatewayOptions } from '../gatewayOptions.ts';
import type { Begun } from './begun.ts';
import { createLookUp } from './lookUp.ts';

/** The same as `AnswerOverNode` for a platform that hands over a `Request`. */
export type AnswersOverFetch = (
  request: Request,
  transport: 'http' | 'rest',
  route: string,
  otherwise: (begun: Begun | undefined) => Response | Promise<Response>,
) => Promise<Response>;

export function answersOverFetch(options: GatewayOptions): AnswersOverFetch {
  const lookUp = createLookUp(options);
  return async (request, transport, route, otherwise) => {
    const { pathname, search } = new URL(request.url);
    const looking = lookUp({
      transport,
      method: request.method,
      target: pathname + search,
      route,
      header: (name) => request.headers.get(name),
      authorization: request.headers.get('authorization'),
      peer: undefined,
      readBody: () => readBytes(request, 65_536),
    });
    const result = await looking.catch(() => ({ begun: undefined }));
    if (!('found' in result)) return otherwise(result.begun);
    const { status, headers, body } = result.found;
    return new Response(body as BodyInit | null, { status, headers });
  };
}
