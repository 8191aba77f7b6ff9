import type { WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

const tag = 'Templates';

/** Writes that only templates have. */
export const templateRoutes: WriteRoute[] = [
  {
    method: 'POST',
    pattern: '/api/templates/:id/instantiate',
    id: 'instantiateTemplate',
    tag,
    summary: 'Create a run of a template: its plan with the variables filled in, and an exact version of every agent.',
    result: 'The run was created.',
    fromPath: { templateId: 'id' },
    document: `mutation InstantiateTemplate($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename ... on InstantiateTemplatePayload { run { ...Run } } ${select.errors('VariablesInvalid', 'DependencyUnresolved')} } } ${select.run}`,
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
