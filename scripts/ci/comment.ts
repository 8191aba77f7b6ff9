/**
 * The effects of a pull request, in Markdown: printed, added to the workflow's summary, and with --post a comment on
 * the pull request, which later runs update.
 *
 *   npm run ci:comment -- definitions [--namespace N] [--post]     what would be published, against REGISTRY_URL
 *   npm run ci:comment -- preview <name> [--post]                  where the preview is (REGISTRY_PREVIEW_URL)
 *   npm run ci:comment -- preview <name> --gone [--post]
 */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collect } from '../../packages/cli/collect.ts';
import { connect } from '../../packages/cli/gateway.ts';
import { setHost } from '../../packages/cli/host.ts';
import { kindNames, kindOf } from '../../packages/cli/kinds.ts';
import { misuse } from '../../packages/cli/problem.ts';
import { readOptions, readSettings } from '../../packages/cli/settings.ts';
import { note, print } from '../../packages/cli/terminal.ts';
import { usage } from '../../packages/node/usage.ts';
import { definitions, host } from '../registry/host.ts';
import { describePlan } from './describePlan.ts';
import { describePreview } from './describePreview.ts';
import { placeFrom, postSticky } from './github.ts';
import { plan } from './plan.ts';
import { running } from './running.ts';

usage(
  `Usage: npm run ci:comment -- definitions [--namespace N] [--dir D] [--post]
       npm run ci:comment -- preview <name> [--gone] [--post]

What a pull request would do, in Markdown; with --post as a comment on it.`,
  ['--namespace', '--gone', '--post', '--dir'],
);

await running(async () => {
  setHost(host);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      namespace: { type: 'string' },
      gone: { type: 'boolean' },
      post: { type: 'boolean' },
      dir: { type: 'string' },
    },
  });
  const [topic, name] = positionals;
  const markdown = await describe(topic, name, values);
  print(markdown);
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary) await appendFile(summary, `${markdown}\n`);
  if (!values.post) return;
  const posted = await postSticky(await placeFrom(process.env), String(topic), markdown);
  note(
    posted === 'forbidden'
      ? 'This token may not comment, as it is of a pull request from a fork: the summary of the workflow has it.'
      : `The comment was ${posted}.`,
  );
});

async function describe(
  topic: string | undefined,
  name: string | undefined,
  options: { namespace?: string; gone?: boolean; dir?: string },
): Promise<string> {
  if (topic === 'definitions') return describeDefinitions(options);
  if (topic === 'preview' && name) {
    return describePreview(name, { gone: options.gone ?? false, url: process.env.REGISTRY_PREVIEW_URL || null });
  }
  throw misuse('Say what about: definitions, or preview <name>.');
}

async function describeDefinitions({ namespace, dir }: { namespace?: string; dir?: string }): Promise<string> {
  const settings = readSettings();
  const collected = [];
  for (const each of kindNames) {
    const kind = kindOf(each);
    collected.push(...(await collect(kind, dir ? `${dir}/${each}` : join(definitions, each), readOptions(settings))));
  }
  return describePlan(await plan(settings.isUrlGiven ? connect(settings) : null, collected, namespace ?? null));
}
