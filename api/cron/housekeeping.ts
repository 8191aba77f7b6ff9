/** Removes what has expired, and numbers events that have no number yet. */
export { default } from '../../server/functions/bundled/housekeeping.mjs';
