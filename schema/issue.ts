import type { DefinitionIssue } from '../src/errors.ts';
import { builder } from './builder.ts';
import { IssueSeverity } from './enums.ts';

export const ManifestIssue = builder.objectRef<DefinitionIssue>('ManifestIssue').implement({
  description: 'An issue in a definition or in values: its location, code, message and severity.',
  fields: (t) => ({
    file: t.exposeString('file', { description: 'File of the bundle, such as agent.json.' }),
    path: t.exposeString('path', {
      description: 'Location in the file, such as `skills[0].id`. Empty for the whole file.',
    }),
    code: t.exposeString('code', { description: 'Stable, machine-readable code.' }),
    message: t.exposeString('message', { description: 'What was wrong, and what was expected.' }),
    severity: t.expose('severity', { type: IssueSeverity, description: 'Whether the issue prevents publishing.' }),
  }),
});
