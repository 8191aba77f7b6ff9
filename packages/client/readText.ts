import { GatewayRefused } from './errors.ts';

/** More than any answer of a gateway. What is longer, or does not end, comes from something else. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The body of a response as text.
 *
 * @throws GatewayRefused if it is too long, without reading the rest; what fetch throws
 */
export async function readText({ body, status }: Response): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > maxBytes) {
      void reader.cancel().catch(() => {});
      throw new GatewayRefused({
        status,
        code: null,
        message: `The response is larger than ${maxBytes} bytes, so it is not that of a gateway. Check the URL.`,
      });
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The body as JSON; null if it is not an object, or too long. */
export async function readJson(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = JSON.parse(await readText(response));
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
