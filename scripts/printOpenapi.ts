/** Writes docs/openapi.json, which is reviewed as a diff. With --check, only reports whether it would change. */
import { schema } from '../schema/index.ts';
import { createOpenApiDocument } from '../server/rest/openapi/document.ts';
import { operationRoutes } from '../server/rest/routes.ts';
import { writeOrCheck } from './writeOrCheck.ts';

await writeOrCheck('docs/openapi.json', `${JSON.stringify(createOpenApiDocument(schema, operationRoutes), null, 2)}\n`);
