import type { Command } from 'commander';
import pc from 'picocolors';
import {
  type Client,
  ShowAgentDocument,
  type ShowAgentQuery,
  ShowTemplateDocument,
  type ShowTemplateQuery,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, notFound } from '../gateway.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { namespaceFrom } from '../options.ts';
import { Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { bytes, clean, plural, print, printJson, shortDigest } from '../terminal.ts';
import { coverageText } from '../testText.ts';
import { type Target, targetFrom } from './pull.ts';

interface Options {
  namespace?: string;
  json?: boolean;
}

export const show = (program: Command): Command =>
  program
    .command('show')
    .summary('show an agent or a template')
    .description(
      'Shows an entry and one of its versions: the current version, or the one after "@": a version or a channel.',
    )
    .addArgument(nounArgument())
    .argument('<id[@version]>', 'agentId or templateId (default: its current version)', targetFrom)
    .option('--namespace <namespace>', 'namespace (default: your own, then default)', namespaceFrom)
    .option('--json', 'print the entry and the version as JSON')
    .addHelpText(
      'after',
      examples(
        'registry show agent code-reviewer',
        'registry show template release-train@1.2.0 --json',
        'registry show agent code-reviewer@stable',
      ),
    )
    .action(async (noun: Noun, target: Target, { namespace, json }: Options, command: Command) => {
      const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
      const entry = await entryOf(client, noun, target, namespace);
      if (!entry) throw notFound(kindFrom(noun), target.id, namespace);
      const { current, exact, ...head } = entry;
      const version = (target.version === null ? current : exact) ?? null;
      if (target.version !== null && version === null)
        throw new Problem(
          `Version ${target.version} of ${clean(head.slug)} was not found, or you do not have access to it.`,
        );
      if (json) return printJson({ kind: noun, ...head, version });
      print(
        [...headLines(noun, head), '', ...(version ? versionLines(version) : ['No published version.'])].join('\n'),
      );
    });

type Entry = NonNullable<ShowAgentQuery['entry'] | ShowTemplateQuery['entry']>;
type Head<E = Entry> = E extends unknown ? Omit<E, 'current' | 'exact'> : never;
type Version = NonNullable<Entry['current'] | Entry['exact']>;

async function entryOf(
  client: Client,
  noun: Noun,
  { id, version }: Target,
  namespace: string | undefined,
): Promise<Entry | null> {
  const variables = { id, namespace: namespace ?? null, version: version ?? '', exact: version !== null };
  const { entry } = await client.request<ShowAgentQuery | ShowTemplateQuery, typeof variables>(
    noun === 'agent' ? ShowAgentDocument : ShowTemplateDocument,
    variables,
  );
  return entry;
}

/** `status     deprecated: use another`; nothing for a missing value. */
const line = (name: string, text: string | null | undefined): string[] =>
  text ? [`${pc.dim(name.padEnd(13))}${clean(text)}`] : [];

function headLines(noun: Noun, entry: Head): string[] {
  const { status, statusMessage } = entry;
  const rating = 'rating' in entry ? entry.rating : null;
  return [
    `${noun} ${pc.bold(clean(`${entry.namespace}/${entry.slug}`))}  ${clean(entry.name)}`,
    clean(entry.description),
    '',
    ...line('status', `${status.toLowerCase()}${statusMessage ? `: ${statusMessage}` : ''}`),
    ...line('replaced by', entry.replacedBy ? `${entry.replacedBy.namespace}/${entry.replacedBy.slug}` : null),
    ...line('visibility', entry.visibility.toLowerCase()),
    ...line('shared with', entry.shares?.map(sharedText).join(', ')),
    ...line('shared', entry.sharedWithMe && `with your namespace, ${allowedText(entry.sharedWithMe)}`),
    ...line('category', entry.category),
    ...line('tags', entry.tags.join(', ')),
    ...line('owner', entry.owner),
    ...line('repository', entry.repository),
    ...line('rating', rating?.average ? `${rating.average.toFixed(1)} of 5, ${plural(rating.count, 'rating')}` : null),
  ];
}

const allowedText = ({ mayInstantiate }: { mayInstantiate: boolean }) =>
  mayInstantiate ? 'to be read and used' : 'to be read';
const sharedText = (share: { namespace: string; mayInstantiate: boolean }) =>
  `${share.namespace} (${allowedText(share)})`;

function versionLines(version: Version): string[] {
  const size = version.files.reduce((sum, file) => sum + file.size, 0);
  return [
    ...line('version', `${version.version} (${version.status.toLowerCase()}, ${version.visibility.toLowerCase()})`),
    ...line('published', `${version.publishedAt}${version.publishedBy ? ` by ${version.publishedBy}` : ''}`),
    ...line('commit', version.commitSha),
    ...line('digest', shortDigest(version.digest)),
    ...line('files', `${version.files.length}, ${bytes(size)}`),
    ...('skills' in version ? agentLines(version) : templateLines(version)),
  ];
}

const agentLines = ({ skills, mcpServers }: Extract<Version, { skills: unknown }>): string[] => [
  ...line('skills', skills.map(({ skillId }) => skillId).join(', ')),
  ...line('MCP servers', mcpServers.map(({ name, transport }) => `${name} (${transport})`).join(', ')),
];

const templateLines = ({
  defaultPlan,
  supportedAgents,
  environments,
  tests,
}: Extract<Version, { defaultPlan: unknown }>): string[] => [
  ...line('environments', environments.map(({ name }) => name).join(', ')),
  ...line('tests', tests && `${plural(tests.results.length, 'test')} passed; they use ${coverageText(tests.coverage)}`),
  ...supportedAgents.flatMap(({ agentId, range, resolvedVersion }) =>
    line('agent', `${agentId} ${range}: ${resolvedVersion?.version ?? 'no matching version that you have access to'}`),
  ),
  ...defaultPlan.steps.flatMap(({ stepId, agent, template, dependsOn }) =>
    line(
      'step',
      `${stepId} ${template ? `includes ${template.templateId}` : `by ${agent}`}${dependsOn.length > 0 ? ` after ${dependsOn.join(', ')}` : ''}`,
    ),
  ),
];
