import {
  type ConsoleLink,
  type CreateConsoleLinkInput,
  createConsoleLink as create,
  redeemConsoleLink as redeem,
} from '../registry/consoleLink.ts';
import type { Context } from './context.ts';

export const createConsoleLink = (
  _: unknown,
  { input }: { input: CreateConsoleLinkInput },
  context: Context,
): Promise<ConsoleLink> => create(context.services, context, input);

export const redeemConsoleLink = async (_: unknown, { input }: { input: { linkCode: string } }, context: Context) => ({
  token: await redeem(context.services, context, input.linkCode),
});
