import { describe, expect, it } from 'vitest';
import { BundleLimits } from '../../../packages/manifest/contract/bundle.ts';
import { parseAgent, parseTemplate } from '../../../packages/manifest/index.ts';
import { leastAgent, leastTemplate } from '../../support/leastManifests.ts';

const utf8 = new TextEncoder();
const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? utf8.encode(content) : content);
const filesOf = (files: Record<string, string | Uint8Array>) =>
  Object.entries(files).map(([path, content]) => ({ path, bytes: bytesOf(content) }));
const codes = (issues: readonly { file: string; code: string }[]) => issues.map(({ file, code }) => `${file}: ${code}`);

const ofAgent = (files: Record<string, string | Uint8Array>, manifest: unknown = leastAgent()) =>
  codes(parseAgent({ manifest, files: filesOf(files) }).issues);
const ofTemplate = (files: Record<string, string | Uint8Array>) =>
  codes(parseTemplate({ manifest: leastTemplate(), files: filesOf(files) }).issues);

const token = `ghp_${'a1B2'.repeat(9)}`;
const latin1 = new Uint8Array([0x41, 0xe9, 0x41]);

describe('the JSON files of a definition', () => {
  it('are searched for secrets under tests/, and only there', () => {
    const test = JSON.stringify({ name: `Use ${token}`, expect: { error: 'VARIABLES_INVALID' } });
    expect(ofTemplate({ 'tests/it.json': test })).toContain('tests/it.json: secret');
    expect(ofTemplate({ 'assets/tests/it.json': '{', 'assets/versions/1.json': '{' })).toEqual([]);
  });

  it('are compared with the manifest up to 1 MiB', () => {
    const other = `${JSON.stringify(leastAgent({ name: 'Other' })).padEnd(BundleLimits.jsonBytes)}`;
    expect(ofAgent({ 'agent.json': other })).toEqual(['agent.json: manifest_mismatch']);
    expect(ofAgent({ 'agent.json': `${other} ` })).toEqual(['agent.json: file_too_large']);
  });

  it('must be UTF-8, which is the only thing that is wrong with one that is not', () => {
    const notUtf8 = new TextDecoder().decode(latin1);
    const utf16 = Buffer.from(`\ufeff${JSON.stringify(leastAgent())}`, 'utf16le');
    expect(ofAgent({ 'agent.json': latin1 }, notUtf8)).toEqual(['agent.json: invalid_utf8']);
    expect(ofAgent({ 'agent.json': latin1 })).toEqual(['agent.json: invalid_utf8']);
    expect(ofAgent({ 'agent.json': utf16 }, utf16.toString())).toEqual(['agent.json: invalid_utf8']);
  });

  it('are not compared with a manifest that is not JSON', () => {
    expect(ofAgent({ 'agent.json': JSON.stringify(leastAgent()) }, '{')).toEqual(['agent.json: invalid_json']);
  });
});

describe('a manifest that is not an object', () => {
  it('is refused for that', () => {
    expect(ofAgent({}, '7')).toEqual(['agent.json: invalid_type']);
    expect(ofAgent({}, null)).toEqual(['agent.json: invalid_type']);
  });

  it('is first refused for what is wrong in it', () => {
    expect(ofAgent({}, ['\u202e'])).toEqual(['agent.json: bidi_control']);
  });
});

describe('the texts of a definition', () => {
  it('must be UTF-8 if they are Markdown outside of assets/', () => {
    expect(ofAgent({ 'prompts/a.md': latin1 })).toEqual(['prompts/a.md: invalid_utf8']);
    expect(ofAgent({ 'assets/a.md': latin1, 'assets/a.txt': latin1, LICENSE: latin1 })).toEqual([]);
  });

  it('that are not in normal form C are reported once, as a warning', () => {
    const { issues } = parseAgent({ manifest: leastAgent(), files: filesOf({ 'prompts/a.md': 'e\u0301' }) });
    expect(issues.map(({ code, severity }) => `${severity}: ${code}`)).toEqual(['warning: not_nfc']);
  });

  it('are searched for secrets up to 5 MiB', () => {
    const large = `${token}\n`.padEnd(BundleLimits.fileBytes, 'lorem ipsum \n');
    expect(ofAgent({ 'assets/a.txt': large })).toEqual(['assets/a.txt: secret']);
    expect(ofAgent({ 'assets/a.txt': `${large} ` })).toEqual(['assets/a.txt: file_too_large']);
  });
});
