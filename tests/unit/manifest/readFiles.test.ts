import { describe, expect, it } from 'vitest';
import { type BundleFile, type Issue, parseAgent, parseTemplate } from '../../../packages/manifest/index.ts';
import { leastAgent, leastTemplate } from '../../support/leastManifests.ts';

const utf8 = new TextEncoder();
const file = (path: string, content: string | number[]): BundleFile => ({
  path,
  bytes: typeof content === 'string' ? utf8.encode(content) : Uint8Array.from(content),
});
const manifest = leastAgent();
const template = leastTemplate();
const said = ({ issues }: { issues: readonly Issue[] }) =>
  issues.map(({ severity, file: where, path, code, message }) => `${severity} ${where} ${path} ${code}: ${message}`);
const agent = (more: object, files: BundleFile[] = []) =>
  said(parseAgent({ manifest: { ...manifest, ...more }, files }));
const mebibyte = 1_048_576;

describe('the manifest', () => {
  it('is given, or is a file', () => {
    expect(said(parseAgent({ files: [] }))).toEqual(['error agent.json  missing_file: agent.json is missing.']);
    expect(said(parseTemplate({ files: [] }))).toEqual([
      'error template.json  missing_file: template.json is missing.',
    ]);
    expect(parseAgent({ files: [file('agent.json', JSON.stringify(manifest))] }).definition?.manifest).toEqual(
      manifest,
    );
  });

  it.each(['"text"', '[]', 'null', '7'])('is an object, not %s', (text) => {
    const refused = ['error agent.json  invalid_type: Must be an object.'];
    expect(said(parseAgent({ files: [file('agent.json', text)] }))).toEqual(refused);
    expect(said(parseAgent({ manifest: text, files: [] }))).toEqual(refused);
    expect(said(parseAgent({ manifest: JSON.parse(text === '"text"' ? '7' : text), files: [] }))).toEqual(refused);
  });

  it('has at most 1 MiB, as a text and as a file', () => {
    const spaces = (length: number) => JSON.stringify(manifest).padEnd(length);
    expect(said(parseAgent({ manifest: spaces(mebibyte), files: [] }))).toEqual([]);
    expect(said(parseAgent({ manifest: spaces(mebibyte + 1), files: [] }))).toEqual([
      'error agent.json  too_large: The file must have at most 1048576 characters.',
    ]);
    expect(said(parseAgent({ files: [file('agent.json', spaces(mebibyte))] }))).toEqual([]);
    expect(said(parseAgent({ files: [file('agent.json', spaces(mebibyte + 1))] }))).toEqual([
      'error agent.json  file_too_large: The file has 1048577 bytes; the maximum is 1048576.',
    ]);
  });

  it('is in UTF-8', () =>
    expect(said(parseAgent({ files: [file('agent.json', [0xff])] }))).toEqual([
      'error agent.json  invalid_utf8: The file must be encoded in UTF-8.',
    ]));

  it('equals the file, if both are given', () => {
    const mismatch = ['error agent.json  manifest_mismatch: agent.json must have the same content as the manifest.'];
    expect(agent({}, [file('agent.json', JSON.stringify(manifest, null, 2))])).toEqual([]);
    expect(agent({ name: 'Other' }, [file('agent.json', JSON.stringify(manifest))])).toEqual(mismatch);
    expect(agent({}, [file('agent.json', [0xff])])).toEqual([
      'error agent.json  invalid_utf8: The file must be encoded in UTF-8.',
    ]);
    expect(agent({}, [file('agent.json', JSON.stringify(manifest).padEnd(mebibyte))])).toEqual([]);
    expect(agent({}, [file('agent.json', JSON.stringify(manifest).padEnd(mebibyte + 1))])).toEqual([
      'error agent.json  file_too_large: The file has 1048577 bytes; the maximum is 1048576.',
    ]);
    expect(agent({}, [file('agent.json', '{')])).toEqual([
      expect.stringMatching(/^error agent.json {2}invalid_json: /),
      ...mismatch,
    ]);
  });
});

describe('a prompt', () => {
  const prompt = (content: string | number[], path = 'prompts/a.md') => agent({}, [file(path, content)]);

  it('may be any text', () => expect(prompt('Be kind.\r\n\té')).toEqual([]));

  it('has a warning if it is empty, or not in normal form', () => {
    expect(prompt('')).toEqual(['warning prompts/a.md  empty_text: The file is empty.']);
    expect(prompt(' \n')).toEqual(['warning prompts/a.md  empty_text: The file is empty.']);
    expect(prompt('e\u0301')).toEqual([
      'warning prompts/a.md  not_nfc: The file is not in Unicode normal form C; save it as NFC.',
    ]);
  });

  it('is in UTF-8, without control characters', () => {
    expect(prompt([0xff])).toEqual(['error prompts/a.md  invalid_utf8: The file must be encoded in UTF-8.']);
    expect(prompt('a\u0001')).toEqual([
      'error prompts/a.md  control_character: The file contains a control character; remove it.',
    ]);
    expect(prompt(`some words \u200bhere`)).toEqual([
      'warning prompts/a.md  invisible_character: The file contains an invisible character (U+200B); remove it unless the language needs it.',
    ]);
  });

  it('is not what is among the assets', () => {
    for (const path of ['assets/a.md', 'assets/a.bin', 'assets/agent.json'])
      for (const content of ['', 'e\u0301', 'a\u0001', [0xff]]) expect(prompt(content, path)).toEqual([]);
  });
});

describe('an agent', () => {
  it('has each skill and each variable once', () => {
    const skill = { id: 'a', name: 'A' };
    expect(agent({ skills: [skill, { ...skill, id: 'b' }, skill, skill] })).toEqual([
      'error agent.json skills[2].id duplicate_skill: Skill ids must be unique; "a" is used twice.',
      'error agent.json skills[3].id duplicate_skill: Skill ids must be unique; "a" is used twice.',
    ]);
    const variable = { name: 'LEVEL', description: 'd' };
    expect(agent({ env: [variable, { ...variable, name: 'OTHER' }, variable] })).toEqual([
      'error agent.json env[2].name duplicate_variable: Variable names must be unique; "LEVEL" is used twice.',
    ]);
  });

  it('has the prompt that it starts with among its files', () => {
    expect(agent({ entryPrompt: 'prompts/a.md' }, [file('prompts/a.md', 'x')])).toEqual([]);
    expect(agent({ entryPrompt: 'prompts/a.md' })).toEqual([
      'error agent.json entryPrompt missing_file: File "prompts/a.md" was not found in this folder.',
    ]);
  });

  it('does not depend on itself', () => {
    expect(agent({ dependencies: { other: '*' } })).toEqual([]);
    expect(agent({ dependencies: { 'good-agent': '*' } })).toEqual([
      'error agent.json dependencies.good-agent self_dependency: An agent must not depend on itself.',
    ]);
  });

  it('may have references in the defaults of its variables', () => {
    const env = (fallback: unknown) => agent({ env: [{ name: 'LEVEL', description: 'd', default: fallback }] });
    expect(env('${OTHER}')).toEqual([]);
    expect(env('$OTHER')).toEqual([
      'error agent.json env[0].default unknown_reference: Character 1: $OTHER is not a supported reference; write ${OTHER}.',
    ]);
  });
});

describe('a template', () => {
  const parse = (more: object, files: BundleFile[] = []) =>
    said(parseTemplate({ manifest: { ...template, ...more }, files }));

  it('is a draft if it says so', () => {
    const of = (status?: string) => parseTemplate({ manifest: { ...template, status }, files: [] }).definition;
    expect([of()?.draft, of('active')?.draft, of('draft')?.draft]).toEqual([false, false, true]);
    expect(of()?.kind).toBe('TEMPLATE');
  });

  it('has no files of the older format', () =>
    expect(parse({}, [file('versions/1.0.0.json', '{}')])).toEqual([
      'error versions/1.0.0.json  unexpected_file: Only the older format uses files under versions/. Remove this file.',
    ]));

  it('has tests of at most 1 MiB each', () => {
    const test = JSON.stringify({ name: 'It', expect: { steps: ['a'] } });
    expect(parse({}, [file('tests/it.json', test.padEnd(mebibyte))])).toEqual([]);
    expect(parse({}, [file('tests/it.json', test.padEnd(mebibyte + 1))])).toEqual([
      'error tests/it.json  file_too_large: The file has 1048577 bytes; the maximum is 1048576.',
    ]);
  });

  it('has an agent for each step that includes no template', () => {
    expect(parse({ defaultPlan: { steps: [{ id: 'a' }] } })).toEqual([
      'error template.json defaultPlan.steps[0].agent required: "agent" is required. Must be the id of an agent; write "template" instead to include a template.',
    ]);
  });

  it('does not depend on itself', () =>
    expect(parse({ dependencies: { 'good-template': '*' } })).toEqual([
      'error template.json dependencies.good-template self_dependency: A template must not depend on itself.',
    ]));

  it('has environments that change steps, or add them with an agent', () => {
    const env = (steps: unknown) => parse({ environments: { prod: { steps } } });
    expect(env([{ id: 'a', inputs: { x: 1 } }])).toEqual([]);
    expect(env([{ id: 'b', agent: 'reader' }])).toEqual([]);
    expect(env([{ id: 'b' }])).toEqual([
      'error template.json environments.prod.steps[0].agent required: "agent" is required: the environment adds the step "b".',
    ]);
    expect(env([{ id: 'a' }, { id: 'a' }])).toEqual([
      'error template.json environments.prod.steps[1].id duplicate_step: Step ids must be unique; "a" is used twice.',
    ]);
    expect(env([{ id: 'a', dependsOn: ['none'] }])).toEqual([
      expect.stringMatching(/^error template\.json environments\.prod\.steps\[0\]\.dependsOn/),
    ]);
    expect(env([{ id: 'a', inputs: 'x' }])).toEqual([
      'error template.json environments.prod.steps[0].inputs invalid_type: Must be an object.',
    ]);
  });

  it('has environments with values of its variables', () => {
    const variables = { type: 'object', properties: { depth: { type: 'integer' } } };
    const env = (values: object) => parse({ variables, environments: { prod: { variables: values } } });
    expect(env({ depth: 1 })).toEqual([]);
    expect(env({ depht: 1 })).toContain(
      'error template.json environments.prod.variables.depht unknown_variable: "depht" is not a variable of this template.',
    );
    expect(env({ depth: 'x' })).toEqual([
      'error template.json environments.prod.variables.depth invalid_type: Must be an integer.',
    ]);
  });
});
