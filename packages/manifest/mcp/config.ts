import * as z from 'zod';
import { envName } from '../contract/envVariable.ts';
import { coded, SchemaReference } from '../contract/fields.ts';
import { serverNamePattern } from './serverName.ts';

const serverName = coded(
  'invalid_server_name',
  'Must be a server name: 1 to 100 letters, digits and ". _ - @ /", starting with a letter, a digit or "@".',
);
const headerName = coded('invalid_header', 'Must be the name of an HTTP header.');
const headerValue = coded('invalid_header', 'A header value must not contain a line break.');
const tooManyServers = coded('too_long', 'Must contain at most 50 servers.');
const tooManyEntries = coded('too_long', 'Must contain at most 100 entries.');

const isWithinLimit = (record: Record<string, unknown>): boolean => Object.keys(record).length <= 100;

/** A server that is started as a process and used over its standard input and output. */
export const StdioServer = z
  .strictObject({
    type: z.literal('stdio').optional(),
    command: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: 'Name of a program that the registry allows, without a path.', examples: ['npx', 'uvx'] }),
    args: z
      .array(z.string().max(4096))
      .max(100)
      .meta({ examples: [['-y', '@modelcontextprotocol/server-filesystem', '.']] })
      .optional(),
    env: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, envName), z.string().max(4096))
      .refine(isWithinLimit, tooManyEntries)
      .meta({
        description:
          'Environment variables of the process. Write secrets as references: ${NAME} or ${secret:NAME}. Other values may have a default: ${NAME:-literal}.',
        examples: [{ GITHUB_TOKEN: '${secret:GITHUB_TOKEN}' }],
      })
      .optional(),
  })
  .meta({ description: 'An MCP server that is started as a process.' });
export type StdioServer = z.infer<typeof StdioServer>;

/** A server that is reached over HTTP. */
export const HttpServer = z
  .strictObject({
    type: z
      .enum(['http', 'sse'])
      .meta({ description: 'Transport: "http" (Streamable HTTP) or "sse" (the older server-sent events).' }),
    url: z
      .string()
      .min(1)
      .max(2048)
      .meta({ description: 'An https URL with a public host name.', examples: ['https://mcp.example.com/mcp'] }),
    headers: z
      .record(
        z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, headerName),
        z
          .string()
          .max(4096)
          .regex(/^[^\r\n]*$/, headerValue),
      )
      .refine(isWithinLimit, tooManyEntries)
      .meta({
        description: 'HTTP headers. Write secrets as references.',
        examples: [{ Authorization: 'Bearer ${secret:MCP_TOKEN}' }],
      })
      .optional(),
  })
  .meta({ description: 'An MCP server that is reached over HTTP.' });
export type HttpServer = z.infer<typeof HttpServer>;

export const McpServer = z.union([StdioServer, HttpServer]);
export type McpServer = z.infer<typeof McpServer>;

/** The name of a server. `parseMcp` picks the shape of its value, so that the issues are about one of the two. */
export const ServerName = z.string().regex(serverNamePattern, serverName);

/** The contract of agents/<id>/mcp.json. */
export const McpConfig = z
  .strictObject({
    $schema: SchemaReference.optional(),
    mcpServers: z.record(ServerName, McpServer).refine((servers) => Object.keys(servers).length <= 50, tooManyServers),
  })
  .meta({ title: 'mcp.json', description: 'The MCP servers that an agent uses.' });
export type McpConfig = z.infer<typeof McpConfig>;
