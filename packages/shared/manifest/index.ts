/** The contract of a definition: its shape, its checks, its digest, its diff. Runs in Node, Deno and a browser. */
export { AgentManifest } from './agent.ts';
export { type AllowedFinding, allowedFindingsOf } from './allowFindings.ts';
export { type BundleFile, BundleLimits, filePathProblem } from './bundle.ts';
export {
  type ChangeKind,
  type DefinitionDiff,
  DiffLimits,
  diffDefinitions,
  type FileChange,
  type ManifestChange,
} from './diff.ts';
export {
  canonicalJson,
  currentDigestRule,
  type DigestRule,
  digestOf,
  digestOfFiles,
  type FileEntry,
  isDigestRule,
  sha256Hex,
} from './digest.ts';
export { EnvVariable } from './envVariable.ts';
export type { Issue } from './issue.ts';
export { jsonLosses, locate, parseJsonText, type TextPosition } from './jsonText.ts';
export { type Kind, manifestFile } from './kind.ts';
export { checkLaunch, defaultStdioCommands } from './mcp/launch.ts';
export { parseReferences } from './mcp/references.ts';
export { HttpServer, McpConfig, McpServer, StdioServer } from './mcp.ts';
export { isNamespace, isSlug, reservedIds } from './names.ts';
export { checkOutputs, maxOutputsBytes } from './outputs.ts';
export { escapePlaceholders, fillInputs, fillStepInputs, stepsNamedIn } from './placeholders.ts';
export { Plan, PlanStep, StepPatch } from './plan.ts';
export { type EnvironmentPlan, type FullStep, planFor } from './planFor.ts';
export { type PointInterval, rangeIntervals, versionKey, versionPoint } from './points.ts';
export { publicUrlProblem } from './publicUrl.ts';
export { checkFile, checkList, checkVersion, NotAsPublished } from './published.ts';
export type { DefinitionSource, ReadOptions, ReadResult } from './read.ts';
export { type AgentDefinition, readAgent } from './readAgent.ts';
export { type Definition, identify, readDefinition } from './readDefinition.ts';
export { readTemplate, type TemplateDefinition } from './readTemplate.ts';
export { ResourceProfile } from './resourceProfile.ts';
export { filesWithOtherLineEnds, isSameContent } from './sameContent.ts';
export { hideTokens, isSecretName } from './secrets.ts';
export { Skill } from './skill.ts';
export { uniqueTags } from './tags.ts';
export { Environment, TemplateManifest } from './template.ts';
export { validateVariables } from './variables.ts';
export { compareVersions, isPrerelease, isRange, isVersion, maxSatisfying } from './version.ts';
