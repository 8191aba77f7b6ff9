/**
 * NOT Vercel. A cache that does what the documentation says of the one in front of functions: it keeps responses to GET
 * without a token for the time of `Vercel-CDN-Cache-Control`, under their tags; a tag that is invalidated makes them stale
 * once, a tag that is deleted removes them. Responses without that header are not kept here, so that tests see each change.
 */
export interface KeptResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface EdgeCache {
  /** What is kept for a URL. A stale response is returned once, and forgotten. */
  find(url: string): KeptResponse | undefined;
  keep(url: string, response: KeptResponse): void;
  invalidateByTag(tags: string[]): Promise<void>;
  dangerouslyDeleteByTag(tags: string[]): Promise<void>;
}

export function createEdgeCache(): EdgeCache {
  const kept = new Map<string, KeptResponse & { tags: string[]; freshUntil: number; isStale: boolean }>();
  const withTags = (tags: string[]) => [...kept].filter(([, each]) => each.tags.some((tag) => tags.includes(tag)));
  return {
    find(url) {
      const found = kept.get(url);
      if (!found) return undefined;
      if (found.isStale || found.freshUntil < Date.now()) kept.delete(url);
      return found;
    },
    keep(url, response) {
      const [, seconds] = /^max-age=(\d+)$/.exec(response.headers['vercel-cdn-cache-control'] ?? '') ?? [];
      if (response.status !== 200 || seconds === undefined) return;
      const { 'vercel-cdn-cache-control': _, 'vercel-cache-tag': tags = '', ...headers } = response.headers;
      kept.set(url, {
        ...response,
        headers,
        tags: tags.split(','),
        freshUntil: Date.now() + Number(seconds) * 1_000,
        isStale: false,
      });
    },
    async invalidateByTag(tags) {
      for (const [, each] of withTags(tags)) each.isStale = true;
    },
    async dangerouslyDeleteByTag(tags) {
      for (const [url] of withTags(tags)) kept.delete(url);
    },
  };
}
