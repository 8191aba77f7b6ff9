import type { ParsedLocation } from '@tanstack/react-router';
import type { VirtualItem } from '@tanstack/react-virtual';

/** Where a list was left: what had been measured, how far it was scrolled, and which row had the focus. */
export interface Place {
  measured: VirtualItem[];
  offset: number;
  focused: number | null;
}

const kept = 20;
const places = new Map<string, Place>();

/** Each step of the browser's history has a place of its own; a new visit of the same address starts at the top. */
const nameOf = ({ state, href }: ParsedLocation, list: string): string => `${state.__TSR_key ?? href} ${list}`;

export const placeAt = (location: ParsedLocation, list: string): Place | undefined =>
  places.get(nameOf(location, list));

export function keepPlace(location: ParsedLocation, list: string, place: Place): void {
  const name = nameOf(location, list);
  places.delete(name);
  places.set(name, place);
  const [oldest] = places.keys();
  if (places.size > kept && oldest !== undefined) places.delete(oldest);
}
