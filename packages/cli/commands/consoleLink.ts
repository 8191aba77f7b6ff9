import { type Command, InvalidArgumentError } from 'commander';
import { ViewerDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, tokenHint } from '../gateway.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson } from '../terminal.ts';

export const consoleLink = (program: Command): Command =>
  program
    .command('console')
    .summary('print a link that opens the web console, signed in')
    .description(
      'Prints the address of the web console. With REGISTRY_TOKEN, the link signs in with it: the token stands after the "#", which browsers send to no server, and the console removes it from the address.',
    )
    .argument('[page]', 'address of a page, such as /default/agents/code-reviewer', pageFrom, '/')
    .option('--json', 'print the link and whom it signs in as JSON')
    .addHelpText('after', examples('registry console', 'registry console /runs', 'open "$(registry console)"'))
    .action(async (page: string, { json }: { json?: boolean }, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const { viewer } = await connect(settings).request(ViewerDocument);
      const url = new URL(page, settings.REGISTRY_URL);
      if (viewer !== null) url.hash = new URLSearchParams({ token: settings.REGISTRY_TOKEN ?? '' }).toString();
      if (json) return printJson({ url: url.href, viewer });
      print(url.href);
      if (viewer === null) return note(`Opens the console without signing in. ${tokenHint()}`);
      note(
        `Signs in as ${viewer.role?.toLowerCase() ?? 'a user without a role'} in the namespace ${clean(viewer.namespace)}. The link contains your token: do not share it.`,
      );
    });

const base = 'http://console.invalid';

/** A path of this gateway: never another host, and nothing after it that the link needs itself. */
function pageFrom(text: string): string {
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (text.startsWith('/') && url?.origin === base && !text.includes('#')) return text;
  throw new InvalidArgumentError('Must be a path such as /runs or /search?q=review, without "#".');
}
