import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import type { Table } from '../persistence/table.ts';
import type { BasePlatform } from '../platform/platform.ts';
import type { OperationContext } from './context.ts';
import type { TaskDeclaration, TimerDeclaration } from './declaration.ts';
import { measuredTrigger } from './measured-trigger.ts';
import { systemContexts } from './system-context.ts';

/** A violation as Step Functions sees it: the error's name is the code, so that `ErrorEquals` can name it. */
export class TaskFailure extends DomainError {
  constructor({ kind, code, message, details }: DomainError) {
    super(kind, code, { detail: message, ...details });
    this.name = code;
  }
}

type SystemPlatform = BasePlatform & { readonly table: Table };

const named = (error: unknown): never => {
  throw error instanceof DomainError ? new TaskFailure(error) : error;
};

export type TaskUseCase<Declaration extends TaskDeclaration> = (
  context: OperationContext,
  input: z.output<Declaration['input']>,
) => Promise<z.input<Declaration['output']>>;

/** The chain of a workflow's task. Its input holds ids, the tenant's among them; its output goes nowhere secret. */
export const taskOperation = <Declaration extends TaskDeclaration & { input: z.ZodType<{ tenantId: string }> }>(
  declaration: Declaration,
  platform: SystemPlatform,
  useCase: TaskUseCase<Declaration>,
): ((event: unknown, context: Context) => Promise<unknown>) => {
  const contextOf = systemContexts(platform, declaration.operationId);
  const run = async (event: unknown): Promise<unknown> => {
    const input = z.parse<Declaration['input']>(declaration.input, event);
    const context = await contextOf(input.tenantId, platform.ids.nextGlobal('req'));
    const output = await useCase(context, input);
    return declaration.output.parse(output);
  };
  // Finding the tenant can be as unavailable as the use case, and has to be retried by the same name.
  return middy<unknown, unknown>((event: unknown) => run(event).catch(named)).use(
    measuredTrigger(declaration.operationId, platform),
  );
};

/** What the timer dispatcher sends. */
export interface TimerEvent {
  readonly tenantId: string;
  readonly payload: unknown;
}

export type TimerUseCase<Declaration extends TimerDeclaration> = (
  context: OperationContext,
  payload: z.output<Declaration['payload']>,
) => Promise<void>;

/** The chain of an operation that a timer fires: at least once, possibly late, so it re-checks the state itself. */
export const timerOperation = <Declaration extends TimerDeclaration>(
  declaration: Declaration,
  platform: SystemPlatform,
  useCase: TimerUseCase<Declaration>,
): ((event: TimerEvent, context: Context) => Promise<void>) => {
  const contextOf = systemContexts(platform, declaration.operationId);
  return middy<TimerEvent, undefined>(async ({ tenantId, payload }: TimerEvent) => {
    const context = await contextOf(tenantId, platform.ids.nextGlobal('req'));
    await useCase(context, z.parse<Declaration['payload']>(declaration.payload, payload));
    return undefined;
  }).use(measuredTrigger(declaration.operationId, platform));
};
