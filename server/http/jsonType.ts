/** Whether a `Content-Type` is one of GraphQL over HTTP, in UTF-8. */
export const isGraphqlJson = (contentType: string | null | undefined): boolean =>
  /^application\/(graphql-response\+|graphql\+)?json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(contentType ?? '');
