import { schemaOf } from '../preview/name.ts';
import { code } from './markdown.ts';

/** Where a preview is, in Markdown, for its pull request. */
export function describePreview(name: string, { gone, url }: { gone: boolean; url: string | null }): string {
  const schema = schemaOf(name);
  if (gone)
    return `## Preview\n\nThe preview ${code(name)} was removed, with its schema ${code(schema)} and its files.`;
  return [
    '## Preview',
    `This branch has a registry of its own: the preview ${code(name)}, with the definitions of this branch.`,
    ...(url ? [`- Endpoint and playground: ${shownUrl(url)}`] : []),
    `- Serve it from the same database: \`REGISTRY_SCHEMA=${schema} npm start\``,
    'It is brought up to date with every push, and removed when the pull request is closed.',
  ].join('\n\n');
}

/** An address of ours, or nothing that Markdown would make something else of. */
const shownUrl = (text: string): string => {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? `<${url.href}>` : code(text);
};
