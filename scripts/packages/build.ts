/** `npm run packages:build`: writes packages/<name>/dist. */
import { join } from 'node:path';
import { usage } from '../../packages/node/usage.ts';
import { buildPackages } from './buildPackages.ts';
import { readWorkspaces, root } from './workspaces.ts';

usage(`Usage: npm run packages:build

Compiles the packages to JavaScript with declarations, each into packages/<name>/dist.`);

await buildPackages(await readWorkspaces(), (slug) => join(root, 'packages', slug, 'dist'));
console.log('Built packages/*/dist.');
