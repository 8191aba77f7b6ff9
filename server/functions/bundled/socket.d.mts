export { default } from '../entries/socket.ts';
