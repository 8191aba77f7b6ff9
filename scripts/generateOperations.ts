import { createHash } from 'node:crypto';
import { type OperationDefinitionNode, parse } from 'graphql';
import * as generated from '../packages/client/generated/graphql.ts';
import { writeOrCheck } from './writeOrCheck.ts';

/**
 * Writes packages/client/operations.json, the operations of the client by their hash, in the format of Apollo's manifests.
 * With --check, only reports whether it would change.
 */
const operations = Object.entries(generated)
  .filter(([name]) => name.endsWith('Document'))
  .map(([, document]) => {
    const body = String(document);
    const { operation, name } = parse(body).definitions.find(
      (each): each is OperationDefinitionNode => each.kind === 'OperationDefinition',
    ) as OperationDefinitionNode;
    return { id: createHash('sha256').update(body).digest('hex'), name: name?.value, type: operation, body };
  });
const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
await writeOrCheck('packages/client/operations.json', `${JSON.stringify(manifest, null, 2)}\n`);
