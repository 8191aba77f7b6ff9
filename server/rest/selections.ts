/** GraphQL fragments: the fields of each type that REST and server-sent events return. */

const entry = `slug namespace name description status statusMessage replacedBy { namespace slug } visibility compatibility featured category tags listingOverrides metadata owner repository createdAt updatedAt`;
const head = `id version status visibility digest digestRule commitSha publishedAt publishedBy`;
const profile = `resourceProfile { cpu gpu memoryMb estimatedTimeMs timeoutSeconds apiCalls }`;
/** A classified change. */
const classified = 'path change level rule reason concerns fingerprint before after';
const rating = `{ average count distribution { stars count } }`;

export const agent = `fragment Agent on Agent { id agentId ${entry} currentVersion { version status digest publishedAt } }`;
export const template = `fragment Template on Template { id templateId ${entry} rating ${rating} currentVersion { version status digest publishedAt } }`;
export const agentHead = `fragment AgentVersionSummary on AgentVersion { ${head} }`;
export const templateHead = `fragment TemplateVersionSummary on TemplateVersion { ${head} }`;

/** The fields of a draft in a list of both kinds. */
export const drafts = `fragment AgentDraft on AgentVersion { ${head} agent { agentId namespace name } } fragment TemplateDraft on TemplateVersion { ${head} template { templateId namespace name } }`;

/** The fields of an entry in a list of both kinds. */
const match = `namespace name description status visibility category tags updatedAt currentVersion { version digest }`;
export const matches = `fragment AgentMatch on Agent { id agentId ${match} } fragment TemplateMatch on Template { id templateId ${match} }`;

/** The results of the tests of a template. */
export const tests = `tests { passed failed results { file name environment passed differences { path message expected actual } } coverage { variables { total covered uncovered } environments { total covered uncovered } } }`;

/** The fields of an exact version that never change: neither its status nor what ranges resolve to. */
const content = `id version digest digestRule commitSha publishedAt publishedBy manifest files { path size sha256 }`;
export const agentContent = `fragment AgentVersion on AgentVersion { ${content} model skills { id skillId name description tags } prompts { path sha256 content } mcpServers { name transport command args env url headers } assets { path size sha256 url } ${profile} }`;
export const templateContent = `fragment TemplateVersion on TemplateVersion { ${content} variables defaultPlan { steps { id stepId name agent template { templateId environment variables } dependsOn inputs outputs } } expectedOutputs rollbackAdvice ${profile} supportedAgents { agentId range } dependencies { templateId range } environments { name variables steps resourceProfile } ${tests} }`;

export const event = `fragment RegistryEvent on RegistryEvent { id cursor type action kind entryId namespace version actor reason before after correlationId occurredAt hash }`;
export const report = `fragment ValidationReport on ValidationReport { id kind namespace entryId version digest valid issues { file path code message severity } manifest actor correlationId createdAt }`;
/** A step, also within a claim. */
export const step = `fragment RunStep on RunStep { id stepId name status waitReason dependsOn inputs outputs agent { agentId namespace } agentVersion { version digest } attempt maxAttempts error { code message } worker claimedUntil timeoutSeconds timesOutAt availableAt usage { inputTokens outputTokens } startedAt finishedAt }`;
/** A run in a list, without its steps. */
export const runSummary = `fragment RunSummary on Run { id status namespace environment lockDigest template { templateId namespace } templateVersion { version digest } retries retryReason retriedAt cancelReason cancelledBy cancelledAt usage { inputTokens outputTokens } createdAt createdBy correlationId startedAt finishedAt }`;
export const run = `fragment Run on Run { id status namespace environment variables resourceProfile lockDigest lock outputs upgradedFrom { id } template { templateId namespace } templateVersion { version digest } steps { ...RunStep } retries retryReason retriedAt cancelReason cancelledBy cancelledAt usage { inputTokens outputTokens } createdAt createdBy correlationId startedAt finishedAt } ${step}`;
const conflicts = 'conflicts { path reason base mine theirs }';
/** A run compared with what would be instantiated now. */
export const runUpgrade = `fromVersion toVersion isUpToDate isUpgradable level environment variables lockDigest ${conflicts} parts { kind namespace entryId change before { version digest } after { version digest } items { kind name change before after } level changes { path change level rule reason concerns fingerprint } truncated } problems { code message ${conflicts} issues { file path code message severity } unresolved { kind entryId range reason chain } }`;

/** The effect of a write on what others can read. */
export const visibilityChange =
  'visibilityChange { before after readableBefore readableAfter versionsShown versionsHidden }';

export const diff = `level compatible suggestedVersion classified { ${classified} } classifiedTruncated changes { path change before after } files { path change before { size sha256 } after { size sha256 } } truncated patch mcpServersPatch texts { path change patch }`;

const counts = '{ templates templateVersions agents agentVersions runs }';

/** Whom a write touches. */
export const impact = `impact { days unresolved ${counts} changed ${counts} namespaces { namespace unresolved ${counts} changed ${counts} } namespaceTotal dependents { kind effect namespace entryId version isCurrent range before after } dependentTotal truncated }`;

/** How a version compares with the release before it. */
export const compatibility =
  'compatibility { policy against level compatible requiredVersion changes { path change level rule reason concerns fingerprint } truncated acknowledged }';

export const webhook = `fragment Webhook on Webhook { id namespace url description filter { kind types actions namespace entryId tags } status statusReason position failingSince deliveredAt nextAttemptAt previousSecretUntil createdBy createdAt updatedAt }`;
export const webhookDelivery = `fragment WebhookDelivery on WebhookDelivery { id messageId type status event { id number cursor type action kind entryId namespace version occurredAt } attempts { at durationMs statusCode error } nextAttemptAt createdAt finishedAt }`;
const usageCounts = 'runs succeeded failed successRate p50Seconds p95Seconds tokens { inputTokens outputTokens }';
/** How an entry was used, read and downloaded. */
export const entryUsage = (kind: 'agent' | 'template') =>
  `usage(days: $days) { days ${kind === 'agent' ? 'steps ' : ''}${usageCounts} lastUsedAt perDay { date count } acrossNamespaces { ${usageCounts} } } engagement(days: $days) { days views pulls instantiations includesOthers perDay { date views pulls instantiations } }`;
export const usageRecord = `fragment UsageRecord on UsageRecord { recordId number namespace meter quantity total occurredAt sourceType sourceId }`;
export const ratingComment = `fragment RatingComment on RatingComment { id stars comment version author ratedAt isHidden hiddenReason reportCount reports { reason reportedAt } }`;
export const page = `pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
export const issues = `issues { file path code message severity }`;

/** Fields of errors besides code and message. The alias starts with `_` if the payload has a field of that name. */
const members: Readonly<Record<string, string>> = {
  ManifestInvalid: issues,
  VariablesInvalid: issues,
  OutputsInvalid: issues,
  VersionExists: '_version: version _digest: digest',
  StaleVersion: 'expected actual',
  DependencyUnresolved: 'unresolved { kind entryId range reason chain }',
  LockInvalid: issues,
  UpgradeConflict: conflicts,
  IncompatibleChange: `changes requiredVersion breaking { ${classified} }`,
  GateNotPassed: '_channel: channel _version: version failures { rule required actual } evidence',
  QuotaExceeded: 'quota limit used resetsAt',
  StaleClaim: '_stepStatus: status worker',
};

/** Fragments on the errors of a result, with all their fields. */
export const errors = (...names: readonly string[]): string =>
  `... on Error { code message } ${names.map((name) => `... on ${name} { ${members[name]} }`).join(' ')}`;
