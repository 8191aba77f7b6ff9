import { NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Viewer } from '../../src/viewer.ts';
import type { RequestContexts } from '../access/requestContexts.ts';
import type { Env } from '../open/env.ts';

/** Who may introspect the schema, and gets suggestions in error messages. */
export type Introspection = 'everyone' | 'authenticated' | 'nobody';

/** Defaults to everyone in development, and to authenticated callers in production. */
export const introspectionOf = ({ REGISTRY_INTROSPECTION, NODE_ENV }: Env): Introspection =>
  REGISTRY_INTROSPECTION ?? (NODE_ENV === 'production' ? 'authenticated' : 'everyone');

export const mayIntrospect = (policy: Introspection, viewer: Viewer): boolean =>
  policy === 'everyone' || (policy === 'authenticated' && viewer.kind === 'user');

export const useIntrospectionPolicy = (policy: Introspection, requestContexts: RequestContexts): Plugin => ({
  onValidate({ context, addValidationRule }) {
    const requestContext = requestContexts.of(context);
    if (!requestContext || !mayIntrospect(policy, requestContext.caller.viewer))
      addValidationRule(NoSchemaIntrospectionCustomRule);
  },
});
