export { default } from '../entries/housekeeping.ts';
