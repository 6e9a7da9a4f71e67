import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runbooks } from '../../lib/constructs/operational-alarm.ts';
import { stages } from '../../lib/stages.ts';
import { deployedOn, subdomains } from '../../lib/subdomains.ts';
import { synthesize } from './fixtures/synthesized.ts';

const sections = ['Meaning', 'Impact', 'First look', 'Likely causes', 'Safe actions', 'Escalate when'];

/** What a person does without an alarm: a command that tells by its exit code, a change in three deployments. */
const ofPeople = ['ledger', 'authority-rotation'];
const written = [...runbooks, ...ofPeople];

describe('runbooks', () => {
  it.each(written.map((name) => [name]))('%s tells what to do', (name) => {
    const file = `docs/runbooks/${name}.md`;
    expect(existsSync(file)).toBe(true);
    const headings = [...readFileSync(file, 'utf8').matchAll(/^## (.+)$/gmu)].map((match) => match[1]);
    expect(headings).toEqual(sections);
  });

  it('are all for an alarm, a command or a change that exists', () => {
    const files = readdirSync('docs/runbooks').filter((file) => file !== 'README.md');
    expect(files.sort()).toEqual(written.map((name) => `${name}.md`).sort());
  });
});

describe.each(['dev', 'production'] as const)('alarms of %s', (stage) => {
  const { all } = synthesize(stage);
  const alarms = all('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
  const operations = deployedOn(stages[stage], subdomains).flatMap((subdomain) => subdomain.operations);

  it('say what they mean, where to look, and tell someone', () => {
    expect(alarms.length).toBeGreaterThan(15);
    for (const alarm of alarms) {
      expect(alarm['AlarmDescription']).toMatch(/^[A-Z].+[.!] Runbook: docs\/runbooks\/[a-z-]+\.md$/u);
      expect(alarm['AlarmActions']).toEqual([`arn:aws:sns:ap-south-1:000000000000:nodal-${stage}-alarms`]);
    }
  });

  it('use every runbook', () => {
    const used = new Set(
      alarms.map((alarm) => /runbooks\/([a-z-]+)\.md/u.exec(String(alarm['AlarmDescription']))?.[1]),
    );
    const expected = runbooks.filter((name) => stage === 'production' || name !== 'webhook-silence');
    expect([...used].sort()).toEqual([...expected].sort());
  });

  it('D-17 SH-12 ring when an INR 1 is not back or a mandate not closed in time, and when a provider says what nobody knows', () => {
    const about = (runbook: string) =>
      alarms.filter((alarm) => String(alarm['AlarmDescription']).includes(`/${runbook}.md`));
    expect(about('auth-charge-refund-overdue')).toMatchObject([
      {
        MetricName: 'auth_charge_refund_overdue',
        Dimensions: [{ Name: 'operation', Value: 'checkAuthChargeRefund' }],
        Threshold: 0,
      },
    ]);
    expect(about('withdrawal-overdue')).toMatchObject([
      {
        MetricName: 'withdrawal_overdue',
        Dimensions: [{ Name: 'operation', Value: 'followMandate' }],
        Threshold: 0,
      },
    ]);
    const [unknown, ...others] = about('payment-status-unknown');
    expect(others).toEqual([]);
    expect(unknown).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
    expect(JSON.stringify(unknown?.['Metrics'])).toContain('SELECT SUM(payment_status_unknown)');
  });

  it('SH-03 ring when a notice to a customer or a hint of the payment provider cannot be worked off', () => {
    const names = alarms.flatMap((alarm) =>
      ((alarm['Dimensions'] ?? []) as { Name: string; Value: unknown }[]).map(({ Value }) => JSON.stringify(Value)),
    );
    for (const queue of ['notifications-dlq', 'payment-events-dlq', 'timers-dlq']) {
      expect(names.join('\n')).toContain(`nodal-${stage}-${queue}`);
    }
  });

  it('ring when a door or an authorizer is throttled even once', () => {
    const guarded = operations.filter(({ kind }) => kind === 'url' || kind === 'authorizer');
    const throttles = alarms.filter((alarm) => alarm['MetricName'] === 'Throttles');
    expect(throttles).toHaveLength(guarded.length);
    expect(throttles.filter((alarm) => alarm['Threshold'] !== 0)).toEqual([]);
  });
});

describe('the dashboard', () => {
  it.each([
    ['registration', 'Registrations'],
    ['debit', 'Debits'],
    ['large_debit', 'Debits above the threshold'],
  ])('SH-32 shows the success rate of every %s by method, bank and app, and why others failed', (subject, title) => {
    const [dashboard] = synthesize('dev').all('AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.properties['DashboardBody']).replaceAll(/\\+"/gu, '"');
    for (const by of ['method', 'bank', 'app']) {
      expect(body).toContain(`"title":"${title}: success by ${by}, in %"`);
      expect(body).toContain(`{Nodal,${by},subject} subject="${subject}" MetricName="success"', 'Average'`);
    }
    expect(body).toContain(`"title":"${title}: failures by reason"`);
    expect(body).toContain(`{Nodal,reason,subject} subject="${subject}" MetricName="success"', 'SampleCount'`);
  });

  it('M-34 M-35 M-36 M-37 shows latency, statuses and requests per second, inbound and of providers', () => {
    const [dashboard] = synthesize('dev').all('AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.properties['DashboardBody']);
    for (const measured of ['operation,surface', 'call,provider']) {
      for (const metric of ['latency', 'count', 'status2xx', 'status4xx', 'status5xx']) {
        expect(body).toContain(`{Nodal,${measured}} MetricName=`);
        expect(body).toContain(metric);
      }
    }
    for (const title of ['latency, p99', 'statuses per second', 'requests per second']) {
      expect(body.split(title)).toHaveLength(3);
    }
  });
});
