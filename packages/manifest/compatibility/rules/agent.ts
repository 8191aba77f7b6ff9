import { concerning } from './rule.ts';

/** What an agent can do, what it needs, and how it works. */
export const agentRules = {
  ...concerning(['SKILLS'], {
    'skill-removed': ['BREAKING', 'A skill was removed', 'Callers that use this skill no longer find it.'],
    'skill-added': ['SAFE', 'A skill was added', 'All others are still there.'],
    'skill-described': ['SAFE', 'The name, description or tags of a skill changed', 'The skill keeps its id.'],
  }),
  ...concerning(['MCP_SERVERS', 'TOOLS'], {
    'mcp-server-removed': ['BREAKING', 'An MCP server was removed', 'Its tools are no longer available.'],
    'mcp-server-added': [
      'RISKY',
      'An MCP server was added',
      'Workers start or contact another program, and the agent has more tools.',
    ],
    'mcp-server-transport-changed': [
      'RISKY',
      'An MCP server is started or reached in another way',
      'Workers must be allowed to start it, or able to reach it.',
    ],
    'mcp-server-changed': [
      'RISKY',
      'The command, arguments, URL or settings of an MCP server changed',
      'Its tools may be others, or behave differently.',
    ],
  }),
  ...concerning(['ENV'], {
    'env-required': [
      'BREAKING',
      'An environment variable must now be set: it is required and has no default',
      'The agent does not start where it is not set.',
    ],
    'env-added': [
      'SAFE',
      'An environment variable was added that is optional or has a default',
      'Nothing has to be set.',
    ],
    'env-optional': ['SAFE', 'An environment variable no longer has to be set', 'Setting it is still allowed.'],
    'env-removed': ['RISKY', 'An environment variable was removed', 'Setting it no longer has any effect.'],
    'env-default-changed': [
      'RISKY',
      'The default of an environment variable changed',
      'The agent runs with another value where none is set.',
    ],
    'env-described': ['SAFE', 'The description of an environment variable changed', 'It is used as before.'],
  }),
  ...concerning(['ENV', 'SECRETS'], {
    'env-secret-required': [
      'BREAKING',
      'A secret must now be set: it is required',
      'The agent does not start where it is not set.',
    ],
    'env-secrecy-changed': [
      'RISKY',
      'An environment variable became a secret, or is one no longer',
      'Its value must be kept in another place.',
    ],
  }),
  ...concerning(['ENV', 'SECRETS', 'MCP_SERVERS'], {
    'mcp-reference-required': [
      'BREAKING',
      'An MCP server needs a variable or secret that was not needed before',
      'The server does not start where it is not set.',
    ],
    'mcp-reference-optional': [
      'SAFE',
      'An MCP server no longer needs a variable or secret',
      'Setting it is still allowed.',
    ],
  }),
  ...concerning(['MODEL'], {
    'model-changed': ['RISKY', 'The model was set, replaced or removed', 'Answers differ in quality, cost and time.'],
    'model-settings-changed': ['RISKY', 'The settings of the model changed', 'Answers may differ.'],
  }),
};
