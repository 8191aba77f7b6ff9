import { type Command, InvalidArgumentError } from 'commander';
import { CreateConsoleLinkDocument, ViewerDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, payloadOf, tokenHint } from '../gateway.ts';
import { openBrowser } from '../openBrowser.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson } from '../terminal.ts';

export const consoleLink = (program: Command): Command =>
  program
    .command('console')
    .summary('open the web console, signed in')
    .description(
      'Prints the address of the web console, and opens it in a browser when the output is a terminal. With REGISTRY_TOKEN, the link signs in once, within two minutes: it contains a code, not the token.',
    )
    .argument('[page]', 'address of a page, such as /default/agents/code-reviewer', pageFrom, '/console/')
    .option('--no-open', 'only print the link')
    .option('--json', 'print the link, when it expires and whom it signs in as JSON')
    .addHelpText('after', examples('registry console', 'registry console /runs --no-open'))
    .action(async (page: string, { open, json }: { open: boolean; json?: boolean }, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const client = connect(settings);
      const { viewer } = await client.request(ViewerDocument);
      const url = new URL(page, settings.REGISTRY_URL);
      let expiresAt: string | null = null;
      if (viewer !== null) {
        const { result } = await client.request(CreateConsoleLinkDocument, { input: {} });
        const link = payloadOf(result, 'CreateConsoleLinkPayload');
        // After the "#", which browsers send to no server.
        url.hash = new URLSearchParams({ code: link.linkCode }).toString();
        expiresAt = link.expiresAt;
      }
      if (json) return printJson({ url: url.href, expiresAt, viewer });
      print(url.href);
      if (open && process.stdout.isTTY) openBrowser(url.href);
      if (viewer === null) return note(`Opens the console without signing in. ${tokenHint()}`);
      note(
        `Signs in as ${viewer.role?.toLowerCase() ?? 'a user without a role'} in the namespace ${clean(viewer.namespace)}. It works once, within two minutes: do not share it.`,
      );
    });

const base = 'http://console.invalid';

/** A path of this gateway: never another host, and nothing after it that the link needs itself. */
function pageFrom(text: string): string {
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (text.startsWith('/') && url?.origin === base && !text.includes('#')) return text;
  throw new InvalidArgumentError('Must be a path such as /runs or /search?q=review, without "#".');
}
