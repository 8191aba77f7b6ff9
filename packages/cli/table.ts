import Table from 'cli-table3';
import pc from 'picocolors';
import { clean } from './terminal.ts';

const between = { mid: '', 'top-mid': '', 'bottom-mid': '', 'mid-mid': '', middle: '  ' };
const around = {
  top: '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
};

/** Columns under their headings, without borders, so that `awk` and `grep` can process them. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({
    head: headings.map((heading) => pc.bold(heading)),
    chars: { ...around, ...between },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A cell in a colour, safe for a terminal. */
export const cell = (text: string, colour: (text: string) => string = (same) => same): string => colour(clean(text));
