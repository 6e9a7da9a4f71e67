import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsMeter } from '../../../../functions/kernel/observability/aws-meter.ts';

interface Emf {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

let lines: string[];
let warnings: unknown[];

beforeEach(() => {
  lines = [];
  warnings = [];
  // Powertools then prints through the console that the test can hear.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => {
    lines.push(String(line));
  });
  vi.spyOn(console, 'warn').mockImplementation((...values: unknown[]) => {
    warnings.push(values);
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const emitted = (): (Emf & Record<string, unknown>)[] =>
  lines.map((line) => JSON.parse(line) as Emf & Record<string, unknown>);
const sample = { operation: 'getCard', surface: 'secure', tenantId: 'ten_1', status: 200, latencyMs: 12.5 };

describe('the meter', () => {
  it('M-34 M-35 M-36 writes latency, status and count by operation and surface, and by tenant', () => {
    awsMeter('getCard').operation(sample);
    const [line] = emitted();
    expect(lines).toHaveLength(1);
    expect(line).toMatchObject({
      operation: 'getCard',
      surface: 'secure',
      tenant: 'ten_1',
      latency: 12.5,
      count: 1,
      status2xx: 1,
      status: '200',
    });
    expect(line?._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Nodal',
        Dimensions: [
          ['operation', 'surface'],
          ['operation', 'surface', 'tenant'],
        ],
        Metrics: [
          { Name: 'latency', Unit: 'Milliseconds' },
          { Name: 'count', Unit: 'Count' },
          { Name: 'status2xx', Unit: 'Count' },
        ],
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('M-36 leaves the tenant out where none is known, also right after one was', () => {
    const meter = awsMeter('getCard');
    meter.operation(sample);
    meter.operation({ ...sample, tenantId: 'none', status: 401 });
    expect(emitted()[1]).toMatchObject({ status4xx: 1 });
    expect(emitted()[1]?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['operation', 'surface']]);
    expect(emitted()[1]).not.toHaveProperty('tenant');
  });

  it.each([
    [200, 'status2xx'],
    [204, 'status2xx'],
    [302, 'status3xx'],
    [429, 'status4xx'],
    [503, 'status5xx'],
    [0, 'statusNone'],
  ])('M-37 counts a provider answering %i as %s', (status, name) => {
    awsMeter('createVirtualCard').provider({ provider: 'issuer', call: 'createCard', status, latencyMs: 80 });
    expect(emitted()[0]).toMatchObject({ provider: 'issuer', call: 'createCard', latency: 80, count: 1, [name]: 1 });
    expect(emitted()[0]?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['provider', 'call']]);
  });

  it('B11 M-36 shares a line among the successes of a burst, and writes the first and every failure at once', () => {
    let now = 0;
    const meter = awsMeter('decide', { everyMs: 5_000, now: () => now });
    const success = { ...sample, tenantId: 'none', surface: 'url' };
    meter.operation(success);
    expect(lines).toHaveLength(1);
    for (now of [10, 20, 4_999]) meter.operation({ ...success, latencyMs: now });
    expect(lines).toHaveLength(1);
    now = 5_000;
    meter.operation({ ...success, latencyMs: 7 });
    expect(lines).toHaveLength(2);
    expect(emitted()[1]).toMatchObject({ latency: [10, 20, 4_999, 7], count: 4, status2xx: 4 });
    meter.operation(success);
    meter.operation({ ...success, status: 500 });
    expect(emitted().slice(2)).toMatchObject([{ status2xx: 1 }, { status5xx: 1, status: '500' }]);
    for (let sent = 0; sent < 50; sent += 1) meter.operation(success);
    expect(emitted().slice(4)).toMatchObject([{ count: 50, status2xx: 50 }]);
  });

  it('M-36 counts business events under their own name and the function that saw them', () => {
    awsMeter('processIssuerEvent').count('event_quarantined', 3);
    expect(emitted()[0]).toMatchObject({ operation: 'processIssuerEvent', event_quarantined: 3 });
    expect(emitted()[0]?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['operation']]);
  });

  it('SH-32 writes what a registration or a debit came to, by method, bank, app and reason', () => {
    const meter = awsMeter('resolveDebit');
    meter.outcome({ subject: 'debit', isSuccess: true, method: 'upi', bank: 'HDFC', app: 'okhdfcbank' });
    meter.outcome({ subject: 'debit', isSuccess: false, method: 'card', reason: 'insufficient_funds' });
    const [success, failure] = emitted();
    expect(success).toMatchObject({ subject: 'debit', method: 'upi', bank: 'HDFC', app: 'okhdfcbank', success: 100 });
    expect(success?._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Nodal',
        Dimensions: [
          ['subject', 'method'],
          ['subject', 'bank'],
          ['subject', 'app'],
        ],
        Metrics: [{ Name: 'success', Unit: 'Percent' }],
      },
    ]);
    expect(failure).toMatchObject({ subject: 'debit', method: 'card', reason: 'insufficient_funds', success: 0 });
    expect(failure?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([
      ['subject', 'method'],
      ['subject', 'reason'],
    ]);
  });

  it.each(['a bank with a name', 'x'.repeat(41), 'asha@okhdfcbank', ''])(
    'SH-32 measures by no text that is no name of a bank or an app: %s',
    (bank) => {
      awsMeter('resolveDebit').outcome({ subject: 'registration', isSuccess: true, method: 'upi', bank, app: bank });
      expect(emitted()[0]).toMatchObject({ bank: 'other', app: 'other' });
    },
  );
});
