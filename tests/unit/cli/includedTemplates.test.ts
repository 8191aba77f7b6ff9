import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../../packages/cli/collect.ts';

const shared = 'packages/shared/templates';
const seen = (collected: Awaited<ReturnType<typeof collect>>) =>
  collected
    .filter(({ slug }) => slug === 'release-train')
    .map(({ tests, issues }) => [
      tests?.tests.filter(({ passed }) => passed).length ?? null,
      issues.map(({ path, code, severity }) => [path, code, severity]),
    ]);

describe('a folder of templates that include each other', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-included-'));
    await cp(join(shared, 'release-train'), join(folder, 'release-train'), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is tested with what it has', async () => expect(seen(await collect('TEMPLATE', shared))).toEqual([[5, []]]));

  it('is tested with what is beside it when one is named', async () =>
    expect(seen(await collect('TEMPLATE', join(shared, 'release-train')))).toEqual([[5, []]]));

  it('is not tested without what it includes, and says so', async () =>
    expect(seen(await collect('TEMPLATE', folder))).toEqual([
      [null, [['dependencies.docs-refresh', 'template_not_available', 'warning']]],
    ]));
});
