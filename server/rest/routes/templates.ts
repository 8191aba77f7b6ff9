import type { OperationRoute } from '../operationRoute.ts';
import { text } from '../parameters.ts';
import * as select from '../selections.ts';
import { namespace } from './entries.ts';

const tag = 'Templates';

/** What only templates have. */
export const templateRoutes: OperationRoute[] = [
  {
    method: 'GET',
    pattern: '/api/templates/:id/lock',
    id: 'getTemplateLock',
    tag,
    summary: 'Get what a run of a template would use now, in exact versions, as a lock.',
    result: 'The lock, or the references that are unresolved.',
    parameters: {
      ...namespace,
      version: text('Exact version number or SemVer range. Defaults to the current version.'),
      environment: text('Name of an environment of the version. Defaults to none.'),
    },
    document: `query GetTemplateLock($id: String!, $namespace: String, $version: String, $environment: String) { template(templateId: $id, namespace: $namespace) { lock(version: $version, environment: $environment) { digest lock unresolved { kind entryId range reason chain } } } }`,
    variables: ({ path, query }) => ({
      id: path.id,
      namespace: query.namespace,
      version: query.version,
      environment: query.environment,
    }),
    at: ['template', 'lock'],
    caching: 'public',
  },
  {
    method: 'POST',
    pattern: '/api/templates/:id/instantiate',
    id: 'instantiateTemplate',
    tag,
    summary:
      'Create a run of a template: its plan with the variables filled in, and exact versions of everything it needs.',
    result: 'The run was created.',
    fromPath: { templateId: 'id' },
    document: `mutation InstantiateTemplate($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename ... on InstantiateTemplatePayload { run { ...Run } warnings { file path code message severity } } ${select.errors('VariablesInvalid', 'DependencyUnresolved', 'LockInvalid', 'QuotaExceeded')} } } ${select.run}`,
    made: ({ run }) => (run ? `/api/runs/${encodeURIComponent(run.id)}` : null),
  },
  {
    method: 'POST',
    pattern: '/api/templates/:id/rate',
    id: 'rateTemplate',
    tag,
    summary: 'Rate a template that you can see, in any namespace. Replaces your previous rating.',
    result: 'The template with its ratings.',
    fromPath: { templateId: 'id' },
    document: `mutation RateTemplate($input: RateTemplateInput!) { rateTemplate(input: $input) { __typename ... on RateTemplatePayload { template { ...Template } rating { average count mine distribution { stars count } } event { ...RegistryEvent } } ${select.errors()} } } ${select.template} ${select.event}`,
  },
];
