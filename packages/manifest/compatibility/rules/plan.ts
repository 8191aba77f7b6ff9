import { concerning } from './rule.ts';

/** The plan of a template, and what differs in an environment. */
export const planRules = {
  ...concerning(['STEPS'], {
    'step-removed': [
      'BREAKING',
      'A step was removed',
      'Its effects and outputs are missing, and overrides and reports that name it fail.',
    ],
    'step-added': ['RISKY', 'A step was added', 'A run does more, takes longer, and can fail in one more place.'],
    'step-order-changed': ['RISKY', 'A step waits for other steps than before', 'Steps run in another order.'],
    'step-inputs-changed': ['RISKY', 'The inputs of a step changed', 'Its agent is told something else.'],
    'step-changed': ['RISKY', 'Another setting of a step changed', 'The step may behave differently.'],
    'step-included': [
      'BREAKING',
      'A step with an agent became an included template, or the other way round',
      'The steps of a run have other ids, and overrides and reports that name them fail.',
    ],
    'step-template-changed': [
      'RISKY',
      'A step includes another template, or the same in another environment',
      'The same step is done in another way, by steps with other ids.',
    ],
    'step-renamed': ['SAFE', 'The display name of a step changed', 'Its id and its work stay the same.'],
  }),
  ...concerning(['STEPS', 'SUPPORTED_AGENTS'], {
    'step-agent-changed': ['RISKY', 'A step is executed by another agent', 'The same step is done in another way.'],
  }),
  ...concerning(['ENVIRONMENTS'], {
    'environment-removed': ['BREAKING', 'An environment was removed', 'Callers that name it are refused.'],
    'environment-added': ['SAFE', 'An environment was added', 'Callers that do not name it are not affected.'],
    'environment-changed': [
      'RISKY',
      'The overrides of an environment changed',
      'Runs in this environment get other values, limits or steps.',
    ],
  }),
  ...concerning(['SUPPORTED_AGENTS'], {
    'supported-agent-removed': [
      'BREAKING',
      'An agent is no longer supported',
      'Runs that rely on this agent can no longer use the template.',
    ],
    'supported-agent-added': ['SAFE', 'An agent was added to those supported', 'All others are still supported.'],
    'supported-agent-narrowed': [
      'BREAKING',
      'Versions of an agent are no longer supported',
      'Runs bound to one of these versions can no longer use the template.',
    ],
    'supported-agent-widened': [
      'SAFE',
      'More versions of an agent are supported',
      'Every version that was supported still is.',
    ],
  }),
};
