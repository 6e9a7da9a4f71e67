import type { Log, LogFields } from '../functions/kernel/observability/log.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { toTimestamp } from '../functions/kernel/time/clock.ts';
import { boundedFile } from './bounded-file.ts';

export interface LocalLog {
  readonly log: Log;
  /** The newest lines, at most 20,000. */
  lines(): readonly string[];
  /** Resolves when all lines so far are in the file. */
  flush(): Promise<void>;
}

const keptLines = 20_000;

/** Log lines as JSON, named as on AWS (`message` is the message code), in memory and, when a path is given, in a bounded file. */
export const localLog = (clock: Clock, path?: string): LocalLog => {
  const lines: string[] = [];
  const file = path === undefined ? undefined : boundedFile(path);
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();

  const writeWaiting = async (): Promise<void> => {
    const text = waiting.join('');
    waiting = [];
    if (text !== '') await file?.append(text);
  };

  const write = (level: string, code: string, fields: LogFields): void => {
    const line = JSON.stringify({ at: toTimestamp(clock.now()), level, message: code, ...fields });
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    if (file === undefined) return;
    waiting.push(`${line}\n`);
    writing = writing.then(writeWaiting);
  };

  const logWith = (context: LogFields): Log => ({
    info: (code, fields) => write('info', code, { ...context, ...fields }),
    warn: (code, fields) => write('warn', code, { ...context, ...fields }),
    error: (code, fields) => write('error', code, { ...context, ...fields }),
    with: (fields) => logWith({ ...context, ...fields }),
  });
  return { log: logWith({}), lines: () => lines, flush: () => writing };
};
