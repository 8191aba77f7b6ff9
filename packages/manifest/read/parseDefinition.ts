import type { Kind } from '../contract/kind.ts';
import { isSlug } from '../contract/names.ts';
import { isVersion } from '../semver/version.ts';
import { parseJsonText } from './jsonText.ts';
import { own } from './jsonValue.ts';
import { type AgentDefinition, parseAgent } from './parseAgent.ts';
import { parseTemplate, type TemplateDefinition } from './parseTemplate.ts';
import type { DefinitionSource, ReadOptions, ReadResult } from './source.ts';

export type Definition = AgentDefinition | TemplateDefinition;

/** `readAgent` or `readTemplate`, by kind. */
export function parseDefinition(
  kind: 'AGENT',
  source: DefinitionSource,
  options?: ReadOptions,
): ReadResult<AgentDefinition>;
export function parseDefinition(
  kind: 'TEMPLATE',
  source: DefinitionSource,
  options?: ReadOptions,
): ReadResult<TemplateDefinition>;
export function parseDefinition(kind: Kind, source: DefinitionSource, options?: ReadOptions): ReadResult<Definition>;
export function parseDefinition(kind: Kind, source: DefinitionSource, options?: ReadOptions): ReadResult<Definition> {
  return kind === 'AGENT' ? parseAgent(source, options) : parseTemplate(source, options);
}

/**
 * Which id and version a manifest (a value or its text) means to be, for a report about what was refused.
 * Each is null unless it is well formed, so both can be stored and shown. Never throws.
 */
export function identify(kind: Kind, manifest: unknown): { slug: string | null; version: string | null } {
  try {
    const value =
      typeof manifest === 'string' && manifest.length <= 1_048_576 ? parseJsonText(manifest).value : manifest;
    const slug = own(value, kind === 'AGENT' ? 'agentId' : 'templateId');
    const version = own(value, 'version');
    return { slug: isSlug(slug) ? slug : null, version: isVersion(version) ? version : null };
  } catch {
    return { slug: null, version: null };
  }
}
