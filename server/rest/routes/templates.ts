import type { WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

const tag = 'Templates';

/** What only templates have. */
export const templateRoutes: WriteRoute[] = [
  {
    method: 'POST',
    pattern: '/api/templates/:id/instantiate',
    id: 'instantiateTemplate',
    tag,
    summary: 'Makes a run: the plan with its variables filled in, and the exact agents that will carry it out.',
    fromPath: { templateId: 'id' },
    document: `mutation InstantiateTemplate($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename ... on InstantiateTemplatePayload { run { ...Run } } ${select.errors('VariablesInvalid', 'DependencyUnresolved')} } } ${select.run}`,
    made: ({ run }) => (run ? `/api/runs/${encodeURIComponent(run.id)}` : null),
  },
  {
    method: 'POST',
    pattern: '/api/templates/:id/rate',
    id: 'rateTemplate',
    tag,
    summary: 'Rates a template that you see, of any namespace. Your last rating counts.',
    fromPath: { templateId: 'id' },
    document: `mutation RateTemplate($input: RateTemplateInput!) { rateTemplate(input: $input) { __typename ... on RateTemplatePayload { template { ...Template } rating { average count mine distribution { stars count } } event { ...RegistryEvent } } ${select.errors()} } } ${select.template} ${select.event}`,
  },
];
