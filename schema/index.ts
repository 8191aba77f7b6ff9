import './agent.ts';
import './errors.ts';
import './event.ts';
import './node.ts';
import './promote.ts';
import './publish.ts';
import './rating.ts';
import './rollback.ts';
import './run.ts';
import './search.ts';
import './setStatus.ts';
import './sweep.ts';
import './template.ts';
import './validationReport.ts';
import './verify.ts';
import './viewer.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema();
