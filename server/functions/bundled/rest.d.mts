export { default } from '../entries/rest.ts';
