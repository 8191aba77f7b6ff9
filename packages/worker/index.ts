/** The reference worker as a library: a copy of the registry's agents, and the execution of steps. */
export type { CopiedAgent } from './copy/copiedAgent.ts';
export type { AgentChange, Copy, Which } from './copy/copy.ts';
export type { StepDocument } from './document/stepDocument.ts';
export { commandExecutor } from './executors/command.ts';
export { endpointExecutor } from './executors/endpoint.ts';
export type { ExecutionContext, Executor, TokenUsage } from './executors/executor.ts';
export type { Log } from './log.ts';
export { StepFailure } from './stepFailure.ts';
export { openWorker, type Worker, type WorkerOptions, type WorkOptions } from './worker.ts';
