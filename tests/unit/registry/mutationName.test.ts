import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import {
  archiveMutationName,
  compatibilityMutationName,
  declineShareMutationName,
  discardMutationName,
  featuredMutationName,
  listingMutationName,
  mutationName,
  noun,
  removeChannelMutationName,
  removeMutationName,
  setChannelMutationName,
  shareMutationName,
  statusMutationName,
  unarchiveMutationName,
  unshareMutationName,
  visibilityMutationName,
} from '../../../src/registry/mutationName.ts';

const mutations = buildSchema(readFileSync('schema/schema.graphql', 'utf8')).getMutationType()?.getFields() ?? {};
const verbs = ['publish', 'promote', 'rollback', 'validate'] as const;

it.each(['AGENT', 'TEMPLATE'] as const)(
  'the name of each mutation of an %s is one of the schema, and its own',
  (kind) => {
    const names = [
      ...verbs.map((verb) => mutationName(verb, kind)),
      ...[
        archiveMutationName,
        unarchiveMutationName,
        removeMutationName,
        discardMutationName,
        statusMutationName,
        compatibilityMutationName,
        featuredMutationName,
        setChannelMutationName,
        removeChannelMutationName,
        visibilityMutationName,
        listingMutationName,
        shareMutationName,
        unshareMutationName,
        declineShareMutationName,
      ].map((nameOf) => nameOf(kind)),
    ];
    expect(names.filter((name) => !(name in mutations) || !name.includes(noun[kind]))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  },
);
