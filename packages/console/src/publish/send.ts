import {
  ConsolePublishAgentDocument,
  ConsolePublishTemplateDocument,
  ConsoleValidateAgentDocument,
  ConsoleValidateTemplateDocument,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { type Folder, fileInput, type PlacedIssue, placeIssues } from './readFolder.ts';

const bundleOf = ({ manifest, files }: Folder) => ({ manifest, files: files.map(fileInput) });

/** The issues at their lines. The text of the manifest is that of the folder, as its author wrote it. */
export const placed = (folder: Folder, text: string, issues: Parameters<typeof placeIssues>[0]): PlacedIssue[] =>
  placeIssues(issues, { file: folder.kinds === 'agents' ? 'agent.json' : 'template.json', text }, folder.files);

/** Has the gateway validate a definition, without a report. */
export async function validate(folder: Folder) {
  const document = folder.kinds === 'agents' ? ConsoleValidateAgentDocument : ConsoleValidateTemplateDocument;
  const { result } = await ask(document, { input: { ...bundleOf(folder), dryRun: true } });
  return result;
}

export interface PublishOptions {
  draft: boolean;
  dryRun: boolean;
  idempotencyKey?: string;
}

/** Publishes a definition, or says what publishing it would do. */
export async function publish(folder: Folder, options: PublishOptions) {
  const document = folder.kinds === 'agents' ? ConsolePublishAgentDocument : ConsolePublishTemplateDocument;
  const { result } = await ask(document, { input: { ...bundleOf(folder), ...options } });
  return result;
}
