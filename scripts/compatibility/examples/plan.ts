import { steps, template } from './example.ts';

const first = { id: 'first', agent: 'reviewer', inputs: { task: 'Review.' } };
const included = { id: 'first', template: { id: 'review', variables: { depth: 1 } } };
const second = { id: 'second', agent: 'reviewer', dependsOn: ['first'] };

export const planExamples = {
  'step-removed': steps([first, second], [first], [[second, first], null]),
  'step-added': steps([first], [first, second], [[{ ...first, name: 'First look' }], 'step-renamed']),
  'step-order-changed': steps(
    [first, second],
    [first, { ...second, dependsOn: [] }],
    [[first, { ...second, name: 'Second look' }], 'step-renamed'],
  ),
  'step-inputs-changed': steps(
    [first],
    [{ ...first, inputs: { task: 'Review twice.' } }],
    [[{ inputs: { task: 'Review.' }, agent: 'reviewer', id: 'first' }], null],
  ),
  'step-changed': steps([first], [{ ...first, retries: 2 }], [[{ ...first, dependsOn: [] }], null]),
  'step-included': steps([first], [included], [[{ ...first, agent: 'security-auditor' }], 'step-agent-changed']),
  'step-template-changed': steps(
    [included],
    [{ ...included, template: { ...included.template, id: 'audit' } }],
    [[{ ...included, template: { ...included.template, variables: { depth: 2 } } }], 'step-inputs-changed'],
  ),
  'step-renamed': steps([first], [{ ...first, name: 'First look' }], [[{ ...first, id: 'initial' }], 'step-removed']),
  'step-agent-changed': steps(
    [first],
    [{ ...first, agent: 'security-auditor' }],
    [[{ ...first, inputs: {} }], 'step-inputs-changed'],
  ),
  'environment-removed': template(
    { environments: { staging: {}, production: {} } },
    { environments: { staging: {} } },
    [{ environments: { staging: {}, production: { variables: { depth: 3 } } } }, 'environment-changed'],
  ),
  'environment-added': template({ environments: { staging: {} } }, { environments: { staging: {}, production: {} } }, [
    { environments: {} },
    'environment-removed',
  ]),
  'environment-changed': template(
    { environments: { staging: { variables: { depth: 1 } } } },
    { environments: { staging: { variables: { depth: 2 } } } },
    [{ environments: { staging: { variables: { depth: 1 }, resourceProfile: { cpu: 1 } } } }, 'limit-lowered'],
  ),
  'supported-agent-removed': template(
    { supportedAgents: { reviewer: '^1.0.0', auditor: '^1.0.0' } },
    { supportedAgents: { reviewer: '^1.0.0' } },
    [{ supportedAgents: { reviewer: '^1.0.0', auditor: '>=1.0.0 <2.0.0-0' } }, 'supported-agent-widened'],
  ),
  'supported-agent-added': template(
    { supportedAgents: { reviewer: '^1.0.0' } },
    { supportedAgents: { reviewer: '^1.0.0', auditor: '^1.0.0' } },
    [{ supportedAgents: {} }, 'supported-agent-removed'],
  ),
  'supported-agent-narrowed': template(
    { supportedAgents: { reviewer: '^1.0.0' } },
    { supportedAgents: { reviewer: '^1.2.0' } },
    [{ supportedAgents: { reviewer: '>=1.0.0' } }, 'supported-agent-widened'],
  ),
  'supported-agent-widened': template(
    { supportedAgents: { reviewer: '^1.0.0' } },
    { supportedAgents: { reviewer: '^1.0.0 || ^2.0.0' } },
    [{ supportedAgents: { reviewer: '^2.0.0' } }, 'supported-agent-narrowed'],
  ),
};
