import { createHash } from 'node:crypto';

/** A strong ETag: a hash of the body, which no version of the code or order of columns can make lie. */
export const etagOf = (body: string | Uint8Array): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

/** Whether `If-None-Match` contains the tag, by weak comparison, as the header requires. */
export const isKnown = (etag: string, ifNoneMatch: string | null): boolean =>
  (ifNoneMatch?.split(',') ?? []).some((each) => {
    const tag = each.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
