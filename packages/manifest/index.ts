/** The contract of a definition: its shape, its checks, its digest, its diff. Runs in Node, Deno and a browser. */

export { publicUrlProblem } from './checks/publicUrl.ts';
export { templateCycles } from './checks/templateCycles.ts';
export { type ClassifiedChange, CompatibilityLimits } from './compatibility/changes.ts';
export { type Classification, type ComparedVersion, classifyChanges } from './compatibility/classify.ts';
export { type CompatibilityPolicy, compatibilityPolicies } from './compatibility/policy.ts';
export { allowsBreaking, baseRelease, breakingVersion, lowestVersion } from './compatibility/promise.ts';
export { type ChangeRuleName, compatibilityRules } from './compatibility/rules/index.ts';
export {
  type ChangeConcern,
  type ChangeLevel,
  type ChangeRule,
  changeConcerns,
  changeLevels,
} from './compatibility/rules/rule.ts';
export { AgentManifest } from './contract/agent.ts';
export { allowedChangesOf } from './contract/allowChanges.ts';
export { type AllowedFinding, allowedFindingsOf } from './contract/allowFindings.ts';
export { type BundleFile, BundleLimits, filePathProblem } from './contract/bundle.ts';
export { BundleUpload, bundlesBucket, uploadPath } from './contract/bundleUpload.ts';
export { allows, channelPoint, channelProblem, isChannel } from './contract/channel.ts';
export { deprecationText } from './contract/deprecationText.ts';
export {
  type ChangeKind,
  type DefinitionDiff,
  DiffLimits,
  diffDefinitions,
  type FileChange,
  type ManifestChange,
} from './contract/diff.ts';
export { changedLines, countLines, createEditBudget, type EditBudget } from './contract/editBudget.ts';
export { EnvVariable } from './contract/envVariable.ts';
export type { PlanSource } from './contract/expandRun.ts';
export { includedIn } from './contract/included.ts';
export {
  createLock,
  Lock,
  type LockableVersion,
  LockedAgent,
  LockedTemplate,
  lockDigest,
  lockFile,
  parseLock,
} from './contract/lock.ts';
export { isNamespace, isSlug, reservedIds } from './contract/names.ts';
export { checkOutputs, maxOutputsBytes } from './contract/outputs.ts';
export {
  escapePlaceholders,
  interpolateInputs,
  interpolateStepInputs,
  stepsNamedIn,
} from './contract/placeholders.ts';
export { Plan, PlanStep, StepPatch, StepTemplate } from './contract/plan.ts';
export { type EnvironmentPlan, type FullStep, planFor } from './contract/planFor.ts';
export { checkFile, checkList, checkVersion, NotAsPublished } from './contract/published.ts';
export { ResourceProfile } from './contract/resourceProfile.ts';
export { filesWithOtherLineEnds, isSameContent } from './contract/sameContent.ts';
export { Skill } from './contract/skill.ts';
export { uniqueTags } from './contract/tags.ts';
export { Environment, TemplateManifest } from './contract/template.ts';
export {
  TemplateTest,
  TemplateTestLimits,
  type TemplateTestReport,
  type TemplateTestResult,
  type TestCoverage,
  type TestDifference,
} from './contract/templateTest.ts';
export { validateVariables } from './jsonSchema/variables.ts';
export { HttpServer, McpConfig, McpServer, StdioServer } from './mcp/config.ts';
export { checkLaunch, defaultStdioCommands } from './mcp/launch.ts';
export { parseReferences } from './mcp/references.ts';
export { type AgentDefinition, parseAgent } from './read/parseAgent.ts';
export { type Definition, identify, parseDefinition } from './read/parseDefinition.ts';
export { parseTemplate, type TemplateDefinition } from './read/parseTemplate.ts';
export type { DefinitionSource, ParseOptions, ParseResult } from './read/source.ts';
export {
  type ErrorCode,
  errorCodes,
  isErrorCode,
  type ResultCode,
  retryAfterOfCode,
  statusOf,
} from './registry/errorCodes.ts';
export { type EventAction, eventActions } from './registry/eventActions.ts';
export { type Meter, meters, type Quota, quotas, type UsageSource, usageSources } from './registry/meters.ts';
export { assignedSecrets, isSecretName, redactSecrets } from './secrets/secrets.ts';
export type {
  Candidate,
  Catalog,
  ChainLink,
  Demand,
  Need,
  Resolution,
  ResolutionProblem,
} from './semver/resolution.ts';
export { resolve, satisfies } from './semver/resolve.ts';
export {
  compareVersions,
  isPrerelease,
  isRange,
  isVersion,
  maxSatisfying,
  nextVersion,
} from './semver/version.ts';
export { type PointInterval, rangeIntervals, rangeTest, versionKey, versionPoint } from './semver/versionPoints.ts';
export { compareLocks, type LockedItemChange, type LockedPartChange } from './upgrade/compareLocks.ts';
export { type MergedFrom, type MergedRun, mergeRun, type RunConflict } from './upgrade/mergeRun.ts';
export { type MergeConflict, type MergeSide, mergeSides, mergeThreeWay } from './upgrade/mergeThreeWay.ts';
export {
  canonicalJson,
  currentDigestRule,
  type DigestRule,
  digestOf,
  digestOfFiles,
  type FileEntry,
  isDigestRule,
  sha256Hex,
} from './values/digest.ts';
export type { Issue } from './values/issue.ts';
export type { IssueCode } from './values/issueCodes.ts';
export { jsonLosses, locate, parseJsonText, type TextPosition } from './values/jsonText.ts';
export { type Kind, kinds, manifestFile } from './values/kind.ts';
export { isTooDeep, maxJsonDepth } from './values/nesting.ts';
