// Runs a function that exports a server, as described in https://vercel.com/docs/functions/websockets: the platform,
// not the function, makes it listen.
import { pathToFileURL } from 'node:url';

const { default: server } = await import(pathToFileURL(process.argv[2]).href);
server.listen(0, '127.0.0.1', () => process.send(server.address()));
