import type { TemplateLock as Locked } from '../src/registry/templateLock.ts';
import * as resolvers from '../src/resolvers/templateLock.ts';
import { builder } from './builder.ts';
import { UnresolvedDependency } from './errors.ts';
import { Template } from './refs.ts';

const TemplateLock = builder.objectRef<Locked>('TemplateLock').implement({
  description: 'What a run of a template would use now, in exact versions.',
  fields: (t) => ({
    lock: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Content of registry.lock.json: pass it as `lock` to `instantiateTemplate`. Null if something is unresolved.',
      resolve: ({ lock }) => lock,
    }),
    digest: t.string({
      nullable: true,
      description: 'SHA-256 over the lock (hexadecimal), the same as `lockDigest` of a run that uses it.',
      resolve: ({ lock }) => lock?.digest ?? null,
    }),
    unresolved: t.field({
      type: [UnresolvedDependency],
      description: 'The unresolved references. Empty if there is a lock.',
      resolve: ({ unresolved }) => [...unresolved],
    }),
  }),
});

builder.objectField(Template, 'lock', (t) =>
  t.field({
    type: TemplateLock,
    nullable: true,
    description: 'What a run would use now. Null if the template is disabled or has no such published version.',
    args: {
      version: t.arg.string({
        description: 'Exact version number, SemVer range or name of a channel. Defaults to the current version.',
      }),
      environment: t.arg.string({ description: 'Name of an environment of the version. Defaults to none.' }),
    },
    complexity: { field: 200, multiplier: 1 }, // Several statements, and the file lists of many versions.
    resolve: resolvers.lock,
  }),
);
