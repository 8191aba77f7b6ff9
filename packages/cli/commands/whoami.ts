import type { Command } from 'commander';
import { ViewerDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, tokenHint } from '../gateway.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson } from '../terminal.ts';

export const whoami = (program: Command): Command =>
  program
    .command('whoami')
    .summary('show the user, role and namespace of your token')
    .description('Shows the user id, role and namespace of your token. Exits with 1 if the gateway refuses it.')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry whoami', 'registry whoami --json'))
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const { viewer } = await connect(settings).request(ViewerDocument);
      if (json) return printJson({ url: settings.REGISTRY_URL, viewer });
      if (viewer === null) {
        print(`Anonymous at ${settings.REGISTRY_URL}: access to public entries only.`);
        return note(tokenHint());
      }
      const role = viewer.role === null ? 'no role' : `the role ${viewer.role.toLowerCase()}`;
      print(`${clean(viewer.id)}: ${role} in the namespace ${clean(viewer.namespace)} at ${settings.REGISTRY_URL}.`);
    });
