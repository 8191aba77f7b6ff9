import { checkProfile } from '../checks/partCheck.ts';
import { SecretReport } from '../checks/reportFinding.ts';
import { checkDocumentSecrets, checkEnvSecrets, checkServerSecrets } from '../checks/secretCheck.ts';
import { convertAgent, isLegacyAgent } from '../compat/legacyAgent.ts';
import { AgentManifest } from '../contract/agent.ts';
import { checkShape } from '../contract/shape.ts';
import { checkTags } from '../contract/tags.ts';
import type { McpServer } from '../mcp/config.ts';
import { defaultStdioCommands } from '../mcp/launch.ts';
import { checkText, parseMcp } from '../mcp/parseMcp.ts';
import { currentDigestRule, type DigestRule, digestOf, type FileEntry } from '../values/digest.ts';
import { Issues, inPlace, type Relocate } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { items, ownProperty } from '../values/jsonValue.ts';
import { manifestFile } from '../values/kind.ts';
import { clip, type Path } from '../values/path.ts';
import { collectIssues, type DefinitionSource, openSource, type ParseOptions, type ParseResult } from './source.ts';

/** A valid agent. */
export interface AgentDefinition {
  kind: 'AGENT';
  slug: string;
  version: string;
  draft: boolean;
  /** In the current shape: as authored, or converted from the older one. */
  manifest: AgentManifest;
  /** As authored; the digest is over this. */
  authored: Record<string, unknown>;
  mcpServers: Record<string, McpServer>;
  files: FileEntry[];
  digest: string;
  /** How the digest was made. */
  digestRule: DigestRule;
}

const file = manifestFile.AGENT;

/** Parses an agent: its files and agent.json, in the current or the older format. Never throws; returns all issues at once. */
export function parseAgent(source: DefinitionSource, options: ParseOptions = {}): ParseResult<AgentDefinition> {
  return collectIssues('AGENT', options, (issues) => {
    const { bundle, authored, parseJson, secrets } = openSource('AGENT', source, options, issues);
    const mcp = bundle.bytesOf.has('mcp.json') ? parseJson('mcp.json') : { mcpServers: {} };
    const found = options.asPublished ? new Issues() : issues;
    const { servers: mcpServers, placed } = parseMcp(
      mcp ?? { mcpServers: {} },
      mcpOptions(options, authored, bundle.bytesOf),
      found,
    );
    const report = options.asPublished ? new SecretReport(found, []) : secrets;
    for (const { server, place } of placed) checkServerSecrets(server, place, 'mcp.json', report);
    checkDocumentSecrets(mcp, 'mcp.json', secrets);
    if (authored === null) return null;
    const { manifest, relocate } = isLegacyAgent(authored)
      ? convertAgent(authored, issues)
      : { manifest: authored, relocate: inPlace };
    checkShape(AgentManifest, manifest, { file, path: [] }, issues, relocate);
    checkAgent(manifest, bundle.bytesOf, issues, relocate);
    checkTags(manifest, file, issues, relocate);
    checkEnvSecrets(authored, file, secrets);
    checkEnvReferences(authored, found);
    checkDocumentSecrets(authored, file, secrets);
    secrets.end('AGENT');
    if (issues.failed) return null;
    const checked = manifest as AgentManifest;
    return {
      kind: 'AGENT',
      slug: checked.agentId,
      version: checked.version,
      draft: checked.status === 'draft',
      manifest: checked,
      authored,
      mcpServers,
      files: bundle.entries,
      digest: digestOf(authored, bundle.counted),
      digestRule: currentDigestRule,
    };
  });
}

/** The defaults of `env` may contain references; other notations would reach the agent as text. */
function checkEnvReferences(authored: Record<string, unknown>, issues: Issues): void {
  for (const [index, variable] of items(ownProperty(authored, 'env')).entries()) {
    const [name, value] = [ownProperty(variable, 'name'), ownProperty(variable, 'default')];
    if (typeof value !== 'string') continue;
    checkText(value, { file, path: ['env', index, 'default'] }, issues, { name: typeof name === 'string' ? name : '' });
  }
}

const mcpOptions = (
  { stdioCommands = defaultStdioCommands, draft = false }: ParseOptions,
  authored: Record<string, unknown> | null,
  files: ReadonlyMap<string, unknown>,
) => ({ stdioCommands, draft: draft || ownProperty(authored, 'status') === 'draft', files: new Set(files.keys()) });

/** Checks the relations between the parts of an agent. */
function checkAgent(
  manifest: Record<string, unknown>,
  files: ReadonlyMap<string, unknown>,
  issues: Issues,
  relocate: Relocate,
): void {
  const error = (path: Path, code: IssueCode, message: string): void =>
    issues.error(relocate({ file, path }), code, message);
  unique(ownProperty(manifest, 'skills'), 'id', (index, id) =>
    error(['skills', index, 'id'], 'duplicate_skill', `Skill ids must be unique; "${clip(id)}" is used twice.`),
  );
  unique(ownProperty(manifest, 'env'), 'name', (index, name) =>
    error(
      ['env', index, 'name'],
      'duplicate_variable',
      `Variable names must be unique; "${clip(name)}" is used twice.`,
    ),
  );
  const prompt = ownProperty(manifest, 'entryPrompt');
  if (typeof prompt === 'string' && prompt.startsWith('prompts/') && !files.has(prompt)) {
    error(['entryPrompt'], 'missing_file', `File "${clip(prompt)}" was not found in this folder.`);
  }
  checkProfile(ownProperty(manifest, 'resourceProfile'), { file, path: ['resourceProfile'] }, issues);
  const id = ownProperty(manifest, 'agentId');
  if (typeof id === 'string' && ownProperty(ownProperty(manifest, 'dependencies'), id) !== undefined) {
    error(['dependencies', id], 'self_dependency', 'An agent must not depend on itself.');
  }
}

function unique(list: unknown, key: string, report: (index: number, value: string) => void): void {
  const seen = new Set<string>();
  for (const [index, item] of items(list).entries()) {
    const value = ownProperty(item, key);
    if (typeof value !== 'string') continue;
    if (seen.has(value)) report(index, value);
    seen.add(value);
  }
}
