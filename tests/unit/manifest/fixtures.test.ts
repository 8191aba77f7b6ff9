import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BundleFile,
  canonicalJson,
  digestOfFiles,
  type Issue,
  parseDefinition,
  sha256Hex,
} from '../../../packages/manifest/index.ts';

const root = new URL('../../fixtures/manifests/', import.meta.url);
const folders = (group: string) => readdirSync(new URL(`${group}/`, root)).sort();

function filesOf(folder: URL): BundleFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(new URL(path, folder)).isFile() && path !== 'expected.json')
    .map((path) => ({ path, bytes: new Uint8Array(readFileSync(new URL(path, folder))) }));
}

function read(group: string, name: string) {
  const files = filesOf(new URL(`${group}/${name}/`, root));
  const template = name.startsWith('template');
  return parseDefinition(template ? 'TEMPLATE' : 'AGENT', { files });
}

const codes = (issues: readonly Issue[], severity: string) =>
  [...new Set(issues.filter((issue) => issue.severity === severity).map(({ code }) => code))].sort();

describe('valid definitions', () => {
  it.each(folders('valid'))('%s', (name) => {
    const { definition, issues } = read('valid', name);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(definition).not.toBeNull();
    expect(codes(issues, 'warning')).toEqual(name.includes('older') ? ['older_shape'] : []);
  });
});

describe('invalid definitions', () => {
  it.each(folders('invalid'))('%s', (name) => {
    const expected = JSON.parse(readFileSync(new URL(`invalid/${name}/expected.json`, root), 'utf8'));
    const { definition, issues } = read('invalid', name);
    expect(codes(issues, 'error')).toEqual(expected);
    expect(definition).toBeNull();
  });
});

interface Vector {
  name: string;
  /** Defaults to 1. */
  rule?: 1 | 2;
  manifest: unknown;
  files: { path: string; base64: string }[];
  canonical: string;
  digest: string;
}

describe('digest vectors (made by another program)', () => {
  const vectors: Vector[] = JSON.parse(readFileSync(new URL('digest-vectors.json', root), 'utf8'));
  it.each(vectors)('$name', ({ rule = 1, manifest, files, canonical, digest }) => {
    const bundle = files.map(({ path, base64 }) => ({ path, bytes: new Uint8Array(Buffer.from(base64, 'base64')) }));
    expect(digestOfFiles(manifest, bundle, rule)).toBe(digest);
    expect(digestOfFiles(manifest, bundle.toReversed(), rule)).toBe(digest);
    expect(sha256Hex(new TextEncoder().encode(canonical))).toBe(digest);
    expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
  });
});
