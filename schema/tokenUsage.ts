import { builder } from './builder.ts';

export const TokenUsage = builder.objectRef<{ inputTokens: number; outputTokens: number }>('TokenUsage').implement({
  description: 'Tokens that models used, as workers reported them.',
  fields: (t) => ({
    inputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Number of tokens that the models read.' }),
    outputTokens: t.expose('outputTokens', {
      type: 'SafeInt',
      description: 'Number of tokens that the models wrote.',
    }),
  }),
});
