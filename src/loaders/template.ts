import {
  agentsOfTemplates,
  supportedAgentsOf,
  templatesOfAgents,
  templateVersionsOfAgentVersions,
} from '../db/template.ts';
import { manyBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

/** The cross-references between agents and templates, both ways. */
export const templateLoaders = (read: Read) => ({
  templatesOfAgent: pageBy(
    (agentIds, _: null, page) => read(templatesOfAgents(agentIds, page)),
    (template) => template.agentId,
  ),
  agentsOfTemplate: pageBy(
    (templateIds, _: null, page) => read(agentsOfTemplates(templateIds, page)),
    (agent) => agent.templateId,
  ),
  templateVersionsOfAgentVersion: pageBy(
    (versionIds, _: null, page) => read(templateVersionsOfAgentVersions(versionIds, page)),
    (version) => version.agentVersionId,
  ),
  supportedAgentsOfVersion: manyBy(
    (versionIds) => read(supportedAgentsOf(versionIds)),
    (agent) => agent.templateVersionId,
  ),
});
