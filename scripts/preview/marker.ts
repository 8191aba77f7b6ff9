import { z } from 'zod';

/** The comment of a preview's schema. A schema without it is never changed. */
const Marker = z.object({
  registry: z.literal('preview'),
  name: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Marker = z.infer<typeof Marker>;

/** Null for a comment that is not a marker. */
export function readMarker(comment: string | null): Marker | null {
  try {
    return Marker.parse(JSON.parse(comment ?? 'null'));
  } catch {
    return null;
  }
}
