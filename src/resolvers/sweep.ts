import { type SweepInput, sweep } from '../registry/sweep.ts';
import type { Context } from './context.ts';

export const sweepArtifacts = (_: unknown, { input }: { input: SweepInput }, context: Context) =>
  sweep(context.services, context, input);
