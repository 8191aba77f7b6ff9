import { z } from 'zod';

/** Items of a variable or an option, separated by commas; white space around them and empty items are ignored. */
export const CommaSeparated = z.string().transform((list) =>
  list
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean),
);
