import { GatewayRefused, isTransient, pause, waitMs } from '../../client/index.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../problem.ts';
import type { Reply, Steps } from './gatewaySteps.ts';
import type { Outbox } from './outbox.ts';
import { failed, type Result } from './result.ts';

interface DeliveryParts {
  steps: Pick<Steps, 'report'>;
  outbox: Outbox;
  log: Log;
  /** Gives up; reports without a response stay in the outbox. */
  signal: AbortSignal;
  backoff?: { firstMs: number; maxMs: number };
}

export interface Delivery {
  result: Result;
  reply: Reply;
}

/**
 * Reports a result from the outbox until the gateway has responded, however long it is down. Refused outputs become a
 * failure that states the reason.
 *
 * @returns the final report and the gateway's response; null when it was given up
 */
export async function deliver(result: Result, parts: DeliveryParts): Promise<Delivery | null> {
  const { outbox, log } = parts;
  const reply = await answerTo(result, parts);
  if (!reply) return null;
  if (reply.kind === 'refused' && result.status === 'SUCCEEDED') {
    const { claim, runId, stepId, usage } = result;
    const code = reply.code === 'OUTPUTS_INVALID' ? 'outputs_invalid' : 'report_refused';
    const instead = failed({ token: claim, runId, stepId }, { code, message: reply.message, retry: true }, usage);
    await outbox.put(instead);
    await outbox.remove(result);
    log.warn(`The outputs of ${stepId} were refused: ${reply.message}`);
    return deliver(instead, parts);
  }
  await outbox.remove(result);
  if (reply.kind === 'lost') log.warn(`The result of ${result.stepId} arrived too late: ${reply.message}`);
  if (reply.kind === 'refused')
    log.error(`The result of ${result.stepId} was refused: ${reply.message} (${reply.code})`);
  return { result, reply };
}

async function answerTo(result: Result, { steps, log, signal, backoff }: DeliveryParts): Promise<Reply | null> {
  let broken = 0;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      return await steps.report(result);
    } catch (error) {
      broken += isBroken(error) ? 1 : 0;
      if (isFinal(error) || (isBroken(error) && broken >= maxBroken))
        return { kind: 'refused', code: error.code ?? `HTTP_${error.status}`, message: error.message };
      if (attempt === 1)
        log.warn(`The result of ${result.stepId} will be sent when the gateway is available: ${messageOf(error)}`);
    }
    await pause(waitMs(attempt, backoff ?? { firstMs: 300, maxMs: 5_000 }), signal);
  }
  return null;
}

/** A token may be renewed, a gateway may restart; what it cannot parse it will not parse later. */
const isFinal = (error: unknown): error is GatewayRefused =>
  error instanceof GatewayRefused &&
  error.code !== 'UNAUTHENTICATED' &&
  !(isTransient as (error: unknown) => boolean)(error);

/** The gateway responds and fails at this report: after some attempts it will not succeed. */
const isBroken = (error: unknown): error is GatewayRefused =>
  error instanceof GatewayRefused && error.code === 'INTERNAL_SERVER_ERROR';
const maxBroken = 10;
