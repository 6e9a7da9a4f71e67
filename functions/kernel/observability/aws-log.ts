import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogFields } from './log.ts';

/** The allow-list at run time: a wider object may satisfy the type, its other members still stay out. */
const allowed: Readonly<Record<keyof LogFields, true>> = {
  operation: true,
  surface: true,
  requestId: true,
  tenantId: true,
  resourceType: true,
  resourceId: true,
  eventType: true,
  provider: true,
  call: true,
  code: true,
  errorName: true,
  status: true,
  count: true,
  attempt: true,
  latencyMs: true,
  queue: true,
  messageId: true,
  frames: true,
};

const onlyAllowed = (fields: LogFields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(allowed, name)));

const lines = (logger: Logger, bound: LogFields): Log => ({
  info: (code, fields) => {
    logger.info(code, onlyAllowed({ ...bound, ...fields }));
  },
  warn: (code, fields) => {
    logger.warn(code, onlyAllowed({ ...bound, ...fields }));
  },
  error: (code, fields) => {
    logger.error(code, onlyAllowed({ ...bound, ...fields }));
  },
  with: (fields) => lines(logger, { ...bound, ...fields }),
});

/**
 * Structured lines on standard output: level, code as `message`, timestamp, trace id and the allow-listed fields. The
 * logger never sees an error, event or context, so it cannot print one.
 */
export const awsLog = (operation: string): Log =>
  lines(new Logger({ serviceName: 'nodal', logLevel: 'INFO' }), { operation });
