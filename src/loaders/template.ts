import { countsBy } from '../db/count.ts';
import { attachCurrent } from '../db/currentVersion.ts';
import type { EntryShape } from '../db/entry.ts';
import {
  agentsOfTemplates,
  supportedAgentsOf,
  templatesOfAgents,
  templateVersionsOfAgentVersions,
} from '../db/template.ts';
import { countBy, manyBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

/** Loads the references between agents and templates, in both directions. */
export const templateLoaders = (read: Read, count: Read) => ({
  templatesOfAgent: pageBy(
    async (agentIds, shape: EntryShape, page) =>
      attachCurrent('TEMPLATE', shape.current, await read(templatesOfAgents(agentIds, page, shape))),
    (template) => template.agentId,
  ),
  templateCountOfAgent: countBy((agentIds, _: null, page) =>
    count(countsBy('agent_id', templatesOfAgents(agentIds, page))),
  ),
  agentsOfTemplate: pageBy(
    async (templateIds, shape: EntryShape, page) =>
      attachCurrent('AGENT', shape.current, await read(agentsOfTemplates(templateIds, page, shape))),
    (agent) => agent.templateId,
  ),
  agentCountOfTemplate: countBy((templateIds, _: null, page) =>
    count(countsBy('template_id', agentsOfTemplates(templateIds, page))),
  ),
  templateVersionsOfAgentVersion: pageBy(
    (versionIds, _: null, page) => read(templateVersionsOfAgentVersions(versionIds, page)),
    (version) => version.agentVersionId,
  ),
  templateVersionCountOfAgentVersion: countBy((versionIds, _: null, page) =>
    count(countsBy('agent_version_id', templateVersionsOfAgentVersions(versionIds, page))),
  ),
  supportedAgentsOfVersion: manyBy(
    (versionIds) => read(supportedAgentsOf(versionIds)),
    (agent) => agent.templateVersionId,
  ),
});
