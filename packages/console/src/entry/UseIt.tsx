import { gatewayUrl } from '../api/gateway.ts';
import { Code } from '../ui/basics.tsx';
import type { Shown } from './useEntry.ts';

/** How to read and use an entry from elsewhere, ready to copy. */
export default function UseIt({ shown }: { shown: Shown }) {
  const { kinds, entry, version } = shown;
  const { slug: id, namespace } = entry;
  const one = kinds === 'agents' ? 'agent' : 'template';
  const at = version?.version ?? '1.0.0';
  const origin = new URL(gatewayUrl).origin;
  const servers = shown.kinds === 'agents' ? (shown.version?.mcpServers ?? []) : [];
  return (
    <div className="use-it">
      <h2>Command line</h2>
      <Code
        label="Shell"
        text={[
          `export REGISTRY_URL=${gatewayUrl}`,
          `registry show ${one} ${id}@${at} --namespace ${namespace}`,
          `registry pull ${one} ${id}@${at} --namespace ${namespace}`,
          ...(kinds === 'templates' ? [`registry instantiate ${id} --namespace ${namespace} --dry-run`] : []),
        ].join('\n')}
      />
      <h2>GraphQL</h2>
      <Code
        label="Query"
        text={`query {\n  ${one}(${one}Id: "${id}", namespace: "${namespace}") {\n    name\n    version(version: "${at}") {\n      digest\n      manifest\n    }\n  }\n}`}
      />
      <h2>REST</h2>
      <Code label="curl" text={`curl '${origin}/api/${kinds}/${id}/versions/${at}?namespace=${namespace}'`} />
      <h2>TypeScript</h2>
      <Code
        label="With @nofx/client"
        text={`import { createClient } from '@nofx/client';\n\nconst client = createClient({ url: '${gatewayUrl}' });\nfor await (const event of client.registryEvents({ filter: { entryId: '${id}' } })) {\n  console.log(event.action, event.version);\n}`}
      />
      {servers.length > 0 && (
        <>
          <h2>MCP servers</h2>
          <Code
            label="mcp.json"
            text={JSON.stringify(
              {
                mcpServers: Object.fromEntries(
                  servers.map(({ name, transport, command, args, url, env }) => [
                    name,
                    url ? { type: transport, url } : { command, args, env },
                  ]),
                ),
              },
              null,
              2,
            )}
          />
        </>
      )}
    </div>
  );
}
