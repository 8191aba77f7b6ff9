import type { Command } from 'commander';
import { ViewerDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, tokenHint } from '../gateway.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson } from '../terminal.ts';

export const whoami = (program: Command): Command =>
  program
    .command('whoami')
    .summary('show who the gateway takes you for')
    .description(
      'Shows the role, namespace and id of your token, as the gateway reads it. Exits with 1 when it is refused.',
    )
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', examples('registry whoami', 'registry whoami --json'))
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const { viewer } = await connect(settings).request(ViewerDocument);
      if (json) return printJson({ url: settings.REGISTRY_URL, viewer });
      if (viewer === null) {
        print(`Anonymous at ${settings.REGISTRY_URL}: public entries only.`);
        return note(tokenHint());
      }
      const role = viewer.role === null ? 'no role' : `the role ${viewer.role.toLowerCase()}`;
      print(
        `${clean(viewer.id)}, with ${role} in the namespace ${clean(viewer.namespace)}, at ${settings.REGISTRY_URL}.`,
      );
    });
