/** Fields a log line may carry. Anything else does not compile: no body, header, item or provider answer. */
export interface LogFields {
  readonly operation?: string;
  readonly surface?: string;
  readonly requestId?: string;
  readonly tenantId?: string;
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly eventType?: string;
  readonly provider?: string;
  readonly call?: string;
  readonly code?: string;
  readonly errorName?: string;
  readonly status?: number;
  readonly count?: number;
  readonly attempt?: number;
  readonly latencyMs?: number;
  readonly queue?: string;
  readonly messageId?: string;
  /** File, line and function names only; taken from an Error's stack without its message. */
  readonly frames?: readonly string[];
}

/** Structured lines keyed by a stable message code such as `customer_created`. */
export interface Log {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
  /** A log whose lines all carry these fields. */
  with(fields: LogFields): Log;
}

/** Where the error happened, without its message: messages may quote data. */
export const errorFields = (error: unknown): LogFields =>
  error instanceof Error
    ? {
        errorName: error.name,
        frames: (error.stack ?? '')
          .split('\n')
          .filter((line) => line.trimStart().startsWith('at '))
          .slice(0, 6)
          .map((line) => line.trim()),
      }
    : { errorName: typeof error };
