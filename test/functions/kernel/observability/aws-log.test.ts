import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsLog } from '../../../../functions/kernel/observability/aws-log.ts';
import { errorFields, type LogFields } from '../../../../functions/kernel/observability/log.ts';

let lines: string[];

const listen = (method: 'info' | 'warn' | 'error'): void => {
  vi.spyOn(console, method).mockImplementation((line: unknown) => {
    lines.push(String(line));
  });
};

beforeEach(() => {
  lines = [];
  // Powertools then prints through the console that the test can hear.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  listen('info');
  listen('warn');
  listen('error');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const parsed = (): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

describe('the log', () => {
  it('M-40 writes the code, the level and the fields, with those bound before', () => {
    const log = awsLog('createCustomer').with({ requestId: 'req_1' });
    log.info('customer_created', { tenantId: 'ten_1', latencyMs: 12 });
    log.warn('slow');
    log.error('failed', { requestId: 'req_2' });
    expect(parsed()).toMatchObject([
      {
        level: 'INFO',
        message: 'customer_created',
        service: 'nodal',
        operation: 'createCustomer',
        requestId: 'req_1',
        tenantId: 'ten_1',
        latencyMs: 12,
      },
      { level: 'WARN', message: 'slow', operation: 'createCustomer', requestId: 'req_1' },
      { level: 'ERROR', message: 'failed', requestId: 'req_2' },
    ]);
  });

  it('M-40 binds fields for one log and not for its parent', () => {
    const log = awsLog('createCustomer');
    log.with({ tenantId: 'ten_1' });
    log.info('started');
    expect(lines.join()).not.toContain('ten_1');
  });

  it('M-40 drops what is not allow-listed, even when a type let it pass', () => {
    const wide = {
      tenantId: 'ten_1',
      body: 'secret-body',
      headers: { 'x-api-key': 'secret-key' },
      message: 'secret-message',
    };
    const narrow: LogFields = wide;
    awsLog('createCustomer').with(narrow).info('customer_created', narrow);
    expect(lines.join()).toContain('ten_1');
    expect(lines.join()).not.toContain('secret');
  });

  it('M-40 writes where an error happened and never what it says', () => {
    awsLog('createCustomer').error('failed', errorFields(new TypeError('card of Asha Rao')));
    expect(parsed()).toMatchObject([
      {
        errorName: 'TypeError',
        frames: [expect.stringContaining('aws-log.test.ts') as string, ...Array<unknown>(5).fill(expect.any(String))],
      },
    ]);
    expect(lines.join()).not.toContain('Asha');
  });
});
