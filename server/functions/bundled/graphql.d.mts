export { default } from '../entries/graphql.ts';
