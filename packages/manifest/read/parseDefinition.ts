import { isSlug } from '../contract/names.ts';
import { isVersion } from '../semver/version.ts';
import { parseJsonText } from '../values/jsonText.ts';
import { ownProperty } from '../values/jsonValue.ts';
import type { Kind } from '../values/kind.ts';
import { type AgentDefinition, parseAgent } from './parseAgent.ts';
import { parseTemplate, type TemplateDefinition } from './parseTemplate.ts';
import type { DefinitionSource, ParseOptions, ParseResult } from './source.ts';

export type Definition = AgentDefinition | TemplateDefinition;

/** `parseAgent` or `parseTemplate`, by kind. */
export function parseDefinition(
  kind: 'AGENT',
  source: DefinitionSource,
  options?: ParseOptions,
): ParseResult<AgentDefinition>;
export function parseDefinition(
  kind: 'TEMPLATE',
  source: DefinitionSource,
  options?: ParseOptions,
): ParseResult<TemplateDefinition>;
export function parseDefinition(kind: Kind, source: DefinitionSource, options?: ParseOptions): ParseResult<Definition>;
export function parseDefinition(kind: Kind, source: DefinitionSource, options?: ParseOptions): ParseResult<Definition> {
  return kind === 'AGENT' ? parseAgent(source, options) : parseTemplate(source, options);
}

/**
 * The id and version of a manifest (a value or its text), for a report about a refused publish.
 * Each is null unless it is valid, so that both can be stored and shown. Never throws.
 */
export function identify(kind: Kind, manifest: unknown): { slug: string | null; version: string | null } {
  try {
    const value =
      typeof manifest === 'string' && manifest.length <= 1_048_576 ? parseJsonText(manifest).value : manifest;
    const slug = ownProperty(value, kind === 'AGENT' ? 'agentId' : 'templateId');
    const version = ownProperty(value, 'version');
    return { slug: isSlug(slug) ? slug : null, version: isVersion(version) ? version : null };
  } catch {
    return { slug: null, version: null };
  }
}
