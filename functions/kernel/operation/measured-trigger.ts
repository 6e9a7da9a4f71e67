import type { MiddlewareObj } from '@middy/core';
import { DomainError } from '../errors/domain-error.ts';
import { errorFields } from '../observability/log.ts';
import type { BasePlatform } from '../platform/platform.ts';

/** A batch answer that names messages or changes to be delivered again. */
const hasFailures = (response: unknown): boolean =>
  typeof response === 'object' &&
  response !== null &&
  'batchItemFailures' in response &&
  Array.isArray(response.batchItemFailures) &&
  response.batchItemFailures.length > 0;

/** Latency, status and count of a function that no HTTP caller waits for (M-34 to M-36). */
export const measuredTrigger = (operation: string, platform: BasePlatform): MiddlewareObj => {
  const startedAt = new WeakMap<object, number>();
  const sample = (event: unknown, status: number): void => {
    const now = platform.clock.now().epochMilliseconds;
    const started = typeof event === 'object' && event !== null ? startedAt.get(event) : undefined;
    platform.meter.operation({
      operation,
      surface: 'system',
      tenantId: 'none',
      status,
      latencyMs: now - (started ?? now),
    });
  };
  return {
    before: ({ event }) => {
      if (typeof event === 'object' && event !== null) startedAt.set(event, platform.clock.now().epochMilliseconds);
    },
    after: ({ event, response }) => {
      sample(event, hasFailures(response) ? 500 : 200);
    },
    onError: ({ event, error }) => {
      // A violated rule is an answer, retried or handled by whoever called; only a defect needs its place in the code.
      if (error instanceof DomainError) platform.log.warn('operation_refused', { operation, code: error.code });
      else platform.log.error('operation_failed', { operation, ...errorFields(error) });
      sample(event, 500);
    },
  };
};
