import { checkLaunch, type McpServer } from '../../manifest/index.ts';
import { StepFailure } from '../stepFailure.ts';

/**
 * Checks again, by the rules of the registry, how each server would be started: its references are filled in now, and
 * the definition may be older than a rule. Header values are checked as well: a line break would start another header.
 *
 * @throws StepFailure `command_refused`, `header_refused`
 */
export function checkCommands(servers: Record<string, McpServer>, stdioCommands?: readonly string[]): void {
  for (const [name, server] of Object.entries(servers)) {
    if ('url' in server) {
      const broken = Object.entries(server.headers ?? {}).find(([, value]) => /[\r\n\0]/.test(value));
      if (!broken) continue;
      const message = `The header "${broken[0]}" of the MCP server "${name}" must not contain a line break.`;
      throw new StepFailure('header_refused', message, { retry: false });
    }
    const [problem] = checkLaunch(server, stdioCommands).problems;
    if (problem)
      throw new StepFailure('command_refused', `The MCP server "${name}" was not started: ${problem.message}`, {
        retry: false,
      });
  }
}
