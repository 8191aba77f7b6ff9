import { Command } from 'commander';
import pc from 'picocolors';
import { archive, unarchive } from './commands/archive.ts';
import { bulk } from './commands/bulk.ts';
import { channel } from './commands/channel.ts';
import { comments } from './commands/comments.ts';
import { compatibility } from './commands/compatibility.ts';
import { consoleLink } from './commands/consoleLink.ts';
import { decline } from './commands/decline.ts';
import { diff } from './commands/diff.ts';
import { discard } from './commands/discard.ts';
import { drafts } from './commands/drafts.ts';
import { exportCommand } from './commands/export.ts';
import { feature, unfeature } from './commands/feature.ts';
import { importCommand } from './commands/import.ts';
import { instantiate } from './commands/instantiate.ts';
import { list } from './commands/list.ts';
import { listing } from './commands/listing.ts';
import { lock } from './commands/lock.ts';
import { promote } from './commands/promote.ts';
import { publish } from './commands/publish.ts';
import { pull } from './commands/pull.ts';
import { rate } from './commands/rate.ts';
import { remove } from './commands/remove.ts';
import { rollback } from './commands/rollback.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';
import { search } from './commands/search.ts';
import { share, unshare } from './commands/share.ts';
import { show } from './commands/show.ts';
import { stats } from './commands/stats.ts';
import { deprecate, disable, enable } from './commands/status.ts';
import { sweep } from './commands/sweep.ts';
import { sync } from './commands/sync.ts';
import { tail } from './commands/tail.ts';
import { test } from './commands/test.ts';
import { token } from './commands/token.ts';
import { usage } from './commands/usage.ts';
import { validate } from './commands/validate.ts';
import { verify } from './commands/verify.ts';
import { versions } from './commands/versions.ts';
import { visibility } from './commands/visibility.ts';
import { webhooks } from './commands/webhooks.ts';
import { whoami } from './commands/whoami.ts';
import { examples } from './examples.ts';
import { asTyped } from './host.ts';
import { visibleOptions } from './version.ts';

const commands = [
  validate,
  test,
  publish,
  sync,
  search,
  list,
  show,
  versions,
  drafts,
  pull,
  diff,
  promote,
  rollback,
  channel,
  visibility,
  compatibility,
  listing,
  feature,
  unfeature,
  share,
  unshare,
  decline,
  deprecate,
  disable,
  enable,
  archive,
  unarchive,
  discard,
  remove,
  bulk,
  lock,
  instantiate,
  runs,
  run,
  rate,
  comments,
  tail,
  exportCommand,
  importCommand,
  verify,
  usage,
  stats,
  sweep,
  webhooks,
  consoleLink,
  token,
  whoami,
];

/** Adds a command to the program, and returns it. */
export type AddCommand = (program: Command) => Command;

/**
 * Creates the command line program. It throws instead of exiting.
 *
 * @param more additional commands
 */
export function createProgram(more: readonly AddCommand[] = []): Command {
  const program = new Command('registry')
    .description('Publish, find and run the agents and templates of a NOFX registry.')
    .usage('<command> [options]')
    .option(
      '--url <url>',
      'gateway URL (env: REGISTRY_URL; default: the gateway of REGISTRY_DATA_DIR, else http://127.0.0.1:4000/graphql)',
    )
    .option('--token <token>', 'access token (env: REGISTRY_TOKEN, which other users of this machine cannot see)')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true, visibleOptions })
    .configureOutput({ outputError: (text, write) => write(sentence(text)) })
    .addHelpText('after', examples('registry search code review', 'registry help publish'))
    .exitOverride();
  for (const add of [...commands, ...more]) {
    const command = add(program);
    command.showHelpAfterError(pc.dim(`  ${asTyped(`registry help ${command.name()}`)}`));
    for (const each of command.commands)
      each.showHelpAfterError(pc.dim(`  ${asTyped(`registry ${command.name()} ${each.name()} --help`)}`));
  }
  return program;
}

/** `error: unknown command 'x'` in the style of our own errors. */
const sentence = (text: string): string =>
  withoutItself(text).replace(/^error: (.)/, (_, first: string) => `${pc.red('✗')} ${first.toUpperCase()}`);

/** Without the suggestion of an option that is only known elsewhere, such as `--version` before any command. */
const withoutItself = (text: string): string =>
  text.replace(/(unknown option '(\S+)')\n\(Did you mean (\S+)\?\)/, (whole, problem, given, meant) =>
    given === meant ? problem : whole,
  );
