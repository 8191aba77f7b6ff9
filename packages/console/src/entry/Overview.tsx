import { Link } from '@tanstack/react-router';
import { Suspense, useMemo } from 'react';
import type { AgentOverviewFragment, LimitsFragment, TemplateOverviewFragment } from '../../generated/graphql.ts';
import { Badge, Digest, Json, Skeleton } from '../ui/basics.tsx';
import { formattedOf } from '../ui/formattingCost.ts';
import { lazyPart } from '../ui/lazyPart.ts';
import { bytes, duration, Time } from '../ui/time.tsx';
import { FileText } from './FileText.tsx';
import { Rating } from './Rating.tsx';
import { Usage } from './Usage.tsx';
import type { Shown } from './useEntry.ts';

const Markdown = lazyPart(() =>
  import('../ui/Markdown.tsx').then(({ Markdown: component }) => ({ default: component })),
);
const PlanGraph = lazyPart(() => import('../ui/PlanGraph.tsx'));

/** What an entry is, does and needs. */
export function Overview({ shown }: { shown: Shown }) {
  const { entry, version } = shown;
  if (!version) return null;
  const docs = version.files.find(({ path }) => path === 'docs.md');
  return (
    <div className="overview">
      <div>
        <p className="lead">{entry.description}</p>
        {docs && (
          <section aria-label="Documentation">
            <h2 className="sr-only">Documentation</h2>
            <FileText shown={shown} path="docs.md" />
          </section>
        )}
        {shown.kinds === 'agents' && shown.version && <AgentParts version={shown.version} />}
        {shown.kinds === 'templates' && shown.version && <TemplateParts version={shown.version} />}
      </div>
      <aside aria-label="Facts">
        <dl className="facts">
          <dt>Version</dt>
          <dd>
            <code>{version.version}</code>
          </dd>
          <dt>Published</dt>
          <dd>
            <Time value={version.publishedAt} />
          </dd>
          <dt>Digest</dt>
          <dd>
            <Digest value={version.digest} />
          </dd>
          {version.commitSha && (
            <>
              <dt>Commit</dt>
              <dd>
                <code>{version.commitSha.slice(0, 10)}</code>
              </dd>
            </>
          )}
          <dt>Created</dt>
          <dd>
            <Time value={entry.createdAt} />
          </dd>
          {entry.owner && (
            <>
              <dt>Owner</dt>
              <dd>{entry.owner}</dd>
            </>
          )}
          {entry.repository && (
            <>
              <dt>Repository</dt>
              <dd>
                {/^https?:\/\//.test(entry.repository) ? (
                  <a href={entry.repository} rel="noopener noreferrer nofollow" target="_blank">
                    {entry.repository.replace(/^https?:\/\//, '')}
                  </a>
                ) : (
                  entry.repository
                )}
              </dd>
            </>
          )}
          {entry.category && (
            <>
              <dt>Category</dt>
              <dd>
                <Link to={`/${shown.kinds}`} search={{ category: entry.category }}>
                  {entry.category}
                </Link>
              </dd>
            </>
          )}
          <dt>Files</dt>
          <dd>
            {version.files.length}, {bytes(version.files.reduce((sum, { size }) => sum + size, 0))}
          </dd>
          <Limits profile={version.resourceProfile} />
        </dl>
        {entry.tags.length > 0 && (
          <p className="tags">
            {entry.tags.map((tag) => (
              <Link key={tag} className="tag" to={`/${shown.kinds}`} search={{ tags: tag }}>
                {tag}
              </Link>
            ))}
          </p>
        )}
        {shown.kinds === 'templates' && <Rating entry={shown.entry} />}
        <Usage entry={shown.entry} />
      </aside>
    </div>
  );
}

function Limits({ profile }: { profile: LimitsFragment | null | undefined }) {
  if (!profile) return null;
  const { cpu, memoryMb, gpu, apiCalls, estimatedTimeMs, timeoutSeconds } = profile;
  const values: [string, string | null | undefined][] = [
    ['CPU', cpu?.toString()],
    ['Memory', memoryMb ? `${memoryMb} MB` : null],
    ['GPU', gpu?.toString()],
    ['API calls', apiCalls?.toString()],
    ['Expected time', estimatedTimeMs ? duration(estimatedTimeMs) : null],
    ['Timeout', timeoutSeconds ? duration(timeoutSeconds * 1000) : null],
  ];
  return values.map(([label, value]) =>
    value ? (
      <div key={label} className="fact">
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ) : null,
  );
}

function AgentParts({ version }: { version: AgentOverviewFragment }) {
  const { skills, mcpServers, prompts, model } = version;
  const areFormatted = useMemo(() => formattedOf(prompts.map(({ content }) => content)), [prompts]);
  return (
    <>
      {skills.length > 0 && (
        <section aria-labelledby="skills">
          <h2 id="skills">Skills</h2>
          <ul className="cards">
            {skills.map(({ skillId, name, description, tags }) => (
              <li key={skillId}>
                <h3>{name}</h3>
                <code>{skillId}</code>
                {description && <p>{description}</p>}
                <p>
                  {tags.map((tag) => (
                    <span key={tag} className="tag">
                      {tag}
                    </span>
                  ))}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mcpServers.length > 0 && (
        <section aria-labelledby="mcp">
          <h2 id="mcp">MCP servers</h2>
          <div className="table-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Transport</th>
                  <th scope="col">Starts or connects to</th>
                  <th scope="col">Needs</th>
                </tr>
              </thead>
              <tbody>
                {mcpServers.map(({ name, transport, command, args, url, env }) => (
                  <tr key={name}>
                    <td>{name}</td>
                    <td>
                      <Badge>{transport}</Badge>
                    </td>
                    <td>
                      <code className="wrap">{url ?? [command, ...args].join(' ')}</code>
                    </td>
                    <td>
                      <code className="wrap">{Object.keys((env ?? {}) as object).join(', ') || '–'}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {model !== null && model !== undefined && (
        <section aria-labelledby="model">
          <h2 id="model">Model</h2>
          <Json value={model} label="Model" />
        </section>
      )}
      {prompts.map(({ path, content }, index) => (
        <section key={path} aria-label={path}>
          <h2>
            <code>{path}</code>
          </h2>
          <Suspense fallback={<Skeleton rows={5} />}>
            <Markdown text={content} isFormatted={areFormatted[index]} />
          </Suspense>
        </section>
      ))}
    </>
  );
}

function TemplateParts({ version }: { version: TemplateOverviewFragment }) {
  const { defaultPlan, supportedAgents, variables, rollbackAdvice, environments } = version;
  const agents = new Map(supportedAgents.map((each) => [each.agentId, each]));
  const schema = variables as { properties?: Record<string, Record<string, unknown>>; required?: string[] };
  return (
    <>
      <section aria-labelledby="plan">
        <h2 id="plan">Plan</h2>
        <Suspense fallback={<Skeleton rows={4} tall />}>
          <PlanGraph
            steps={defaultPlan.steps.map(({ stepId, name, agent, template, dependsOn }) => ({
              stepId,
              name,
              about: agent ?? `template ${template?.templateId}`,
              dependsOn,
              status: null,
            }))}
          />
        </Suspense>
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">Agent or template</th>
                <th scope="col">After</th>
                <th scope="col">Outputs</th>
              </tr>
            </thead>
            <tbody>
              {defaultPlan.steps.map(({ stepId, name, agent, template, dependsOn, outputs }) => {
                const supported = agents.get(agent ?? '');
                return (
                  <tr key={stepId}>
                    <td>
                      {name} <code>{stepId}</code>
                    </td>
                    <td>
                      {supported?.agent ? (
                        <Link
                          to="/$namespace/$kinds/$id"
                          params={{ namespace: supported.agent.namespace, kinds: 'agents', id: supported.agentId }}
                        >
                          {agent}
                        </Link>
                      ) : (
                        (agent ?? `template ${template?.templateId}`)
                      )}{' '}
                      <code>{supported?.resolvedVersion?.version ?? supported?.range}</code>
                    </td>
                    <td>{dependsOn.join(', ') || '–'}</td>
                    <td>{Object.keys((outputs ?? {}) as object).join(', ') || '–'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </section>
      <section aria-labelledby="variables">
        <h2 id="variables">Variables</h2>
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                <th scope="col">Default</th>
                <th scope="col">Description</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(schema.properties ?? {}).map(([name, property]) => (
                <tr key={name}>
                  <td>
                    <code>{name}</code>
                    {schema.required?.includes(name) && <span className="soft"> required</span>}
                  </td>
                  <td>{Array.isArray(property.enum) ? property.enum.join(' | ') : String(property.type ?? 'any')}</td>
                  <td>
                    <code>{property.default === undefined ? '–' : JSON.stringify(property.default)}</code>
                  </td>
                  <td>{String(property.description ?? '')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {environments.length > 0 && (
        <section aria-labelledby="environments">
          <h2 id="environments">Environments</h2>
          <p>{environments.map(({ name }) => name).join(', ')}</p>
        </section>
      )}
      <section aria-labelledby="rollback-advice">
        <h2 id="rollback-advice">If it goes wrong</h2>
        <p>{rollbackAdvice}</p>
      </section>
    </>
  );
}
