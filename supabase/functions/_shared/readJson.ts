import type { z } from 'zod';
import { uploadBytes } from '../../../packages/manifest/contract/bundleUpload.ts';
import { redactSecrets } from '../../../packages/manifest/secrets/secrets.ts';
import { isTooDeep, maxJsonDepth } from '../../../packages/manifest/values/nesting.ts';
import { RequestError } from '../../../src/errors.ts';
import { refusal } from './problem.ts';

/** The largest body in bytes: a bundle, or the payload of a webhook. */
const limits = { bundle: uploadBytes, notice: 64 * 1024 } as const;

/** The body of a request, counted on arrival, whatever its headers state. Throws 413. */
export async function readBody(request: Request, purpose: keyof typeof limits): Promise<Uint8Array> {
  const limit = limits[purpose];
  const tooLarge = () => refusal(413, `The body is larger than ${limit / 1024} KiB, the maximum.`);
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** JSON of this shape. Throws BAD_USER_INPUT that names what is wrong with it, and repeats no value of it. */
export function parseJson<Schema extends z.ZodType>(bytes: Uint8Array, what: string, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(jsonIn(bytes, what));
  if (result.success) return result.data;
  const found = result.error.issues.slice(0, 5).map(({ path, message }) => {
    const place = path.map(String).join('.').slice(0, 100);
    return `${place && `\`${place}\`: `}${message.slice(0, 200)}`;
  });
  throw new RequestError('BAD_USER_INPUT', redactSecrets(`${what} is invalid. ${found.join('; ')}.`));
}

function jsonIn(bytes: Uint8Array, what: string): unknown {
  if (isTooDeep(bytes))
    throw new RequestError('BAD_USER_INPUT', `${what} is nested deeper than ${maxJsonDepth} levels.`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestError('BAD_USER_INPUT', `${what} is not valid JSON in UTF-8.`);
  }
}
