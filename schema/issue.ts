import type { DefinitionIssue } from '../src/errors.ts';
import { builder } from './builder.ts';
import { IssueSeverity } from './enums.ts';

export const ManifestIssue = builder.objectRef<DefinitionIssue>('ManifestIssue').implement({
  description: 'One thing found in a definition: where, what, and how bad.',
  fields: (t) => ({
    file: t.exposeString('file', { description: 'The file of the bundle, such as agent.json.' }),
    path: t.exposeString('path', { description: 'The place in the file; empty for the whole of it.' }),
    code: t.exposeString('code', { description: 'Stable, for programs.' }),
    message: t.exposeString('message'),
    severity: t.expose('severity', { type: IssueSeverity }),
  }),
});
