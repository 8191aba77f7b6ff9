import type { WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

const pattern = '/api/console-links';
const tag = 'Console';

/** What signs in to the console with a link. */
export const consoleLinkRoutes: WriteRoute[] = [
  {
    method: 'POST',
    pattern,
    id: 'createConsoleLink',
    tag,
    summary: 'Make a link that signs in to the console once, with your token.',
    result: 'The code: the link is the address of the console with `#code=` and it.',
    takesKey: false,
    document: `mutation CreateConsoleLink($input: CreateConsoleLinkInput!) { createConsoleLink(input: $input) { __typename ... on CreateConsoleLinkPayload { linkCode expiresAt } ${select.errors()} } }`,
  },
  {
    method: 'POST',
    pattern: `${pattern}/redeem`,
    id: 'redeemConsoleLink',
    tag,
    summary: 'Get the token of a link to the console, which is then used up.',
    result: 'The token that the link was made with.',
    takesKey: false,
    document: `mutation RedeemConsoleLink($input: RedeemConsoleLinkInput!) { redeemConsoleLink(input: $input) { __typename ... on RedeemConsoleLinkPayload { token } ${select.errors()} } }`,
  },
];
