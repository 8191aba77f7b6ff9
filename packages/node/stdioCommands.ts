import { z } from 'zod';
import { CommaSeparated } from './commaSeparated.ts';

/**
 * `REGISTRY_STDIO_COMMANDS`: the commands that MCP servers may be started with, separated by commas; the default list
 * of the contract when it is not set. The gateway decides; an author's CLI should use the same value.
 */
export const StdioCommands = CommaSeparated.pipe(z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/)).min(1))
  .optional()
  .describe('commands such as npx, uvx, docker, separated by commas');
