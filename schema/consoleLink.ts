import { Forbidden, NotFound } from '../src/errors.ts';
import type { ConsoleLink } from '../src/registry/consoleLink.ts';
import * as resolvers from '../src/resolvers/consoleLink.ts';
import { builder } from './builder.ts';
import { inputArgument, resultOf } from './describe.ts';

/** Both cost more than their fields: a caller makes and tries few codes. */
const complexity = { field: 100, multiplier: 1 };

const CreateConsoleLinkPayload = builder.objectRef<ConsoleLink>('CreateConsoleLinkPayload').implement({
  description: 'A code that signs in to the console once.',
  fields: (t) => ({
    linkCode: t.exposeString('code', {
      description:
        'Code, 64 hexadecimal digits. The link is the address of the console with `#code=` and it. It is not shown again.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it expires.' }),
  }),
});

const CreateConsoleLinkInput = builder.inputType('CreateConsoleLinkInput', {
  description: 'The link to make.',
  fields: (t) => ({
    expiresInSeconds: t.int({ description: 'How long the link is valid, 1 to 120 seconds. Defaults to 120.' }),
  }),
});

const RedeemConsoleLinkInput = builder.inputType('RedeemConsoleLinkInput', {
  description: 'The code to redeem.',
  fields: (t) => ({
    linkCode: t.string({ required: true, description: 'Code of a link, 64 hexadecimal digits.' }),
  }),
});

const RedeemConsoleLinkPayload = builder.objectRef<{ token: string }>('RedeemConsoleLinkPayload').implement({
  description: 'The token that the link was made with.',
  fields: (t) => ({
    token: t.exposeString('token', { description: 'Token to send as `Authorization: Bearer`.' }),
  }),
});

builder.mutationFields((t) => ({
  createConsoleLink: t.field({
    type: CreateConsoleLinkPayload,
    description:
      'Make a link that signs in to the console once, with the token of the caller. Of the links of a user, the newest ten are kept.',
    errors: {
      types: [Forbidden],
      union: { name: 'CreateConsoleLinkResult', description: resultOf('createConsoleLink') },
    },
    args: { input: t.arg({ type: CreateConsoleLinkInput, required: true, description: inputArgument }) },
    complexity,
    resolve: resolvers.createConsoleLink,
  }),
  redeemConsoleLink: t.field({
    type: RedeemConsoleLinkPayload,
    description: 'Get the token of a link. The link is then used up. Requires no token.',
    errors: {
      types: [NotFound],
      union: { name: 'RedeemConsoleLinkResult', description: resultOf('redeemConsoleLink') },
    },
    args: { input: t.arg({ type: RedeemConsoleLinkInput, required: true, description: inputArgument }) },
    complexity,
    resolve: resolvers.redeemConsoleLink,
  }),
}));
