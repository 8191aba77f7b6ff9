import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Whether the answer of a root field follows from the event log and the viewer alone, so that it may be kept until the log
 * grows. `never`: it contains what changes without an event (runs and their claims, validation reports, webhooks), what is to be
 * read from the store now (verification), or what its id decides (`node`).
 */
export const rootFields: Readonly<Record<string, 'kept' | 'never'>> = {
  agent: 'kept',
  agents: 'kept',
  drafts: 'kept',
  namespaceUsage: 'never',
  node: 'never',
  nodes: 'never',
  registryEvents: 'kept',
  registryStats: 'never',
  run: 'never',
  runs: 'never',
  search: 'kept',
  template: 'kept',
  templates: 'kept',
  usageRecords: 'never',
  validationReports: 'never',
  verifyLog: 'never',
  verifyVersions: 'never',
  viewer: 'kept',
  webhook: 'never',
  webhooks: 'never',
};

/** The object types that change only with an event of the log, wherever they are selected. */
export const keptTypes: ReadonlySet<string> = new Set([
  'Agent',
  'AgentConnection',
  'AgentEdge',
  'AgentVersion',
  'AgentVersionConnection',
  'AgentVersionEdge',
  'AllowedFinding',
  'Asset',
  'BundleFile',
  'Channel',
  'ChannelGate',
  'ClassifiedChange',
  'CoverageCount',
  'EntryShare',
  'FacetValue',
  'FileChange',
  'IncludedTemplate',
  'ManifestChange',
  'McpServer',
  'PageInfo',
  'Plan',
  'PlanStep',
  'Prompt',
  'RatingSummary',
  'RegistryEvent',
  'RegistryEventConnection',
  'RegistryEventEdge',
  'RegistryVersionConnection',
  'RegistryVersionEdge',
  'ResourceProfile',
  'SearchConnection',
  'SearchEdge',
  'SearchFacets',
  'Skill',
  'StarCount',
  'SupportedAgent',
  'Template',
  'TemplateConnection',
  'TemplateDependency',
  'TemplateEdge',
  'TemplateEnvironment',
  'TemplateLock',
  'TemplateTestCoverage',
  'TemplateTestReport',
  'TemplateTestResult',
  'TemplateVersion',
  'TemplateVersionConnection',
  'TemplateVersionEdge',
  'TestDifference',
  'TextDiff',
  'UnresolvedDependency',
  'VersionDiff',
  'Viewer',
]);

/** The object types that change without an event, with the clock, or with the store. */
export const neverKeptTypes: ReadonlySet<string> = new Set([
  'AgentUsage',
  'CommentReport',
  'DayCount',
  'Engagement',
  'EngagementDay',
  'EntryStats',
  'LockedItemChange',
  'LockedPart',
  'LogProblem',
  'LogVerification',
  'ManifestIssue',
  'NamespaceQuota',
  'NamespaceUsage',
  'PublishStats',
  'RatingComment',
  'RatingCommentConnection',
  'RatingCommentEdge',
  'RegistryStats',
  'Run',
  'RunConnection',
  'RunConflict',
  'RunEdge',
  'RunStats',
  'RunPartChange',
  'RunStep',
  'RunUpgrade',
  'RunUpgradeProblem',
  'StepError',
  'TokenUsage',
  'UsageAcrossNamespaces',
  'UsageRecord',
  'UsageRecordConnection',
  'UsageRecordEdge',
  'UsageSummary',
  'UsageTotal',
  'UsedEntry',
  'ValidationReport',
  'ValidationReportConnection',
  'ValidationReportEdge',
  'VersionProblem',
  'VersionStats',
  'VersionsVerification',
  'Webhook',
  'WebhookAttempt',
  'WebhookConnection',
  'WebhookDelivery',
  'WebhookDeliveryConnection',
  'WebhookDeliveryEdge',
  'WebhookEdge',
  'WebhookFilter',
]);

const decided = new WeakMap<OperationDefinitionNode, boolean>();

/** Whether the answer of an operation may be kept: a query, of root fields and types that may be kept, and of no others. */
export function isKeepable(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== 'query') return false;
  const known = decided.get(operation);
  if (known !== undefined) return known;
  const query = schema.getQueryType();
  const keepable = query ? createWalk(schema, document)(operation.selectionSet, query) : false;
  decided.set(operation, keepable);
  return keepable;
}

function createWalk(schema: GraphQLSchema, document: DocumentNode) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const seen = new Set<FragmentDefinitionNode>();

  const isKept = (type: GraphQLCompositeType): boolean =>
    (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]).every(({ name }) => keptTypes.has(name));

  function fieldIsKept(
    parent: GraphQLCompositeType,
    name: string,
    selectionSet: SelectionSetNode | undefined,
  ): boolean {
    if (name === '__typename') return true;
    if (parent === schema.getQueryType() && rootFields[name] !== 'kept') return false;
    if (!isObjectType(parent) && !isInterfaceType(parent)) return false;
    const field = parent.getFields()[name];
    if (!field) return false; // `__schema` and `__type`, too.
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return true;
    return isKept(type) && selectionSet !== undefined && walk(selectionSet, type);
  }

  function within(selectionSet: SelectionSetNode, typeName: string | undefined, parent: GraphQLCompositeType): boolean {
    const type = typeName === undefined ? parent : schema.getType(typeName);
    return isCompositeType(type) && walk(selectionSet, type);
  }

  function walk(selectionSet: SelectionSetNode, parent: GraphQLCompositeType): boolean {
    return selectionSet.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return fieldIsKept(parent, selection.name.value, selection.selectionSet);
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return within(selection.selectionSet, selection.typeCondition?.name.value, parent);
      const fragment = fragments.get(selection.name.value);
      if (!fragment) return false;
      if (seen.has(fragment)) return true; // Its own walk decides.
      seen.add(fragment);
      return within(fragment.selectionSet, fragment.typeCondition.name.value, parent);
    });
  }
  return walk;
}
