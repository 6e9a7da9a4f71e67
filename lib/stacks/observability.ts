import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { kebab, type Declaration } from '../../functions/kernel/operation/declaration.ts';
import { collectionWidgets } from '../constructs/collection-widgets.ts';
import {
  counter,
  counterOfAll,
  failedProviderCalls,
  inbound,
  lines,
  perSecond,
  providers,
} from '../constructs/metrics.ts';
import { OperationalAlarm, type OperationalAlarmProps } from '../constructs/operational-alarm.ts';
import { pascal } from '../names.ts';
import type { Site } from '../site.ts';
import { NodalStack } from './nodal-stack.ts';

const { LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
const minutes = Duration.minutes(5);

/** The dashboard of the three metrics, inbound and outbound, and the alarms that belong to no single queue or stream. */
export class ObservabilityStack extends NodalStack {
  readonly #site: Site;

  constructor(scope: Construct, site: Site) {
    super(scope, 'Observability', { site, description: 'Dashboard and alarms of the whole platform.' });
    this.#site = site;
    this.#dashboard();
    this.#apiAlarms();
    for (const declaration of site.operations) this.#operationAlarms(declaration);
    this.#alarm('ProvidersFailing', {
      metric: failedProviderCalls(),
      threshold: 10,
      periods: 2,
      impact: 'A provider answers with errors: cards, verifications or payments do not go through.',
      runbook: 'provider-failing',
    });
    // Hints, timers, the poller and the workflow's steps all look, whoever comes first.
    this.#alarm('PaymentStatusUnknown', {
      metric: counterOfAll('payment_status_unknown'),
      threshold: 0,
      impact: 'The payment provider uses a status that we do not know: what it stands for waits.',
      runbook: 'payment-status-unknown',
    });
  }

  #alarm(id: string, props: Omit<OperationalAlarmProps, 'site'>): void {
    new OperationalAlarm(this, id, { site: this.#site, ...props });
  }

  #dashboard(): void {
    const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
      new cloudwatch.GraphWidget({ title, left, width: 8, height: 6 });
    const row = (who: string, of: typeof inbound | typeof providers): cloudwatch.IWidget[] => [
      graph(`${who}: latency, p99 in ms`, [lines(of, 'latency', 'p99')]),
      graph(`${who}: statuses per second`, [
        perSecond(of, 'status2xx', '2xx'),
        perSecond(of, 'status4xx', '4xx'),
        perSecond(of, 'status5xx', '5xx'),
      ]),
      graph(`${who}: requests per second`, [perSecond(of, 'count', 'all'), lines(of, 'count', 'Sum')]),
    ];
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: this.#site.names.prefix,
      widgets: [row('Inbound', inbound), row('Providers', providers), ...collectionWidgets()],
    });
  }

  #apiAlarms(): void {
    const metric = (metricName: string, statistic: string): cloudwatch.Metric =>
      new cloudwatch.Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        statistic,
        dimensionsMap: { ApiName: this.#site.names.prefix, Stage: 'api' },
        period: minutes,
      });
    this.#alarm('ApiErrors', {
      metric: metric('5XXError', 'Sum'),
      threshold: 5,
      periods: 2,
      impact: 'Tenants get 5xx answers.',
      runbook: 'api-errors',
    });
    this.#alarm('ApiLatency', {
      metric: metric('Latency', 'p99'),
      threshold: 3000,
      periods: 3,
      impact: 'Answers take more than three seconds; callers give up and repeat.',
      runbook: 'api-latency',
    });
  }

  // A case for each kind, so that a new one has to say what is watched.
  // eslint-disable-next-line complexity
  #operationAlarms(declaration: Declaration): void {
    switch (declaration.kind) {
      case 'authorizer':
        this.#authorizerAlarms(declaration);
        return;
      case 'url':
        this.#webhookAlarms(declaration);
        return;
      case 'queue':
        if (this.#isFedByProviders(declaration.queue)) this.#quarantineAlarm(declaration);
        return;
      case 'schedule':
        this.#overdueAlarm(declaration);
        this.#recoveredAlarm(declaration);
        return;
      case 'timer':
        if (declaration.operationId === 'checkAuthChargeRefund') this.#refundOverdueAlarm(declaration);
        if (declaration.operationId === 'followMandate') this.#withdrawalOverdueAlarm(declaration);
        return;
      case 'http':
      case 'stream':
      case 'task':
      case 'deployment':
      // The last fails its deployment; what the others do is in the alarms of all functions.
    }
  }

  /** Of the function itself; a refused credential is no error. */
  #lambdaMetric(declaration: Declaration, metricName: string, period: Duration): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName,
      statistic: 'Sum',
      dimensionsMap: { FunctionName: this.#site.names.function(declaration.operationId) },
      period,
    });
  }

  #authorizerAlarms(declaration: Declaration): void {
    const id = pascal(kebab(declaration.operationId));
    const impact = 'Callers with a valid credential are refused.';
    this.#alarm(`${id}Failing`, {
      metric: this.#lambdaMetric(declaration, 'Errors', minutes),
      // A thrown `Unauthorized` is how an authorizer says 401, so single errors are callers' mistakes.
      threshold: 100,
      periods: 2,
      impact,
      runbook: 'authorizer-failing',
    });
    this.#alarm(`${id}Throttled`, {
      metric: this.#lambdaMetric(declaration, 'Throttles', minutes),
      threshold: 0,
      impact,
      runbook: 'function-throttled',
    });
  }

  #webhookAlarms(declaration: Declaration): void {
    // The twin's own door is the provider's side, not ours.
    if (declaration.realm === 'sandbox') return;
    const id = pascal(kebab(declaration.operationId));
    this.#alarm(`${id}Rejected`, {
      metric: counter(declaration.operationId, 'message_rejected'),
      threshold: 10,
      impact: 'Events of a provider are refused: a secret is out of step, or someone is forging them.',
      runbook: 'webhook-rejected',
    });
    const silence = this.#site.stage.webhookSilenceHours;
    if (silence === undefined) return;
    this.#alarm(`${id}Silent`, {
      metric: this.#lambdaMetric(declaration, 'Invocations', Duration.hours(1)),
      threshold: 1,
      comparison: LESS_THAN_THRESHOLD,
      periods: silence,
      missing: cloudwatch.TreatMissingData.BREACHING,
      impact: 'A provider has sent nothing for hours: results and payments may be waiting on its side.',
      runbook: 'webhook-silence',
    });
  }

  #isFedByProviders(queue: string): boolean {
    return this.#site.operations.some(({ kind, sendsTo = [] }) => kind === 'url' && sendsTo.includes(queue));
  }

  #quarantineAlarm(declaration: Declaration): void {
    this.#alarm(`${pascal(kebab(declaration.operationId))}Quarantined`, {
      metric: counter(declaration.operationId, 'event_quarantined'),
      threshold: 0,
      impact: 'A provider event could not be understood; what it reports is not applied.',
      runbook: 'event-quarantined',
    });
  }

  #recoveredAlarm(declaration: Declaration): void {
    if (declaration.subdomain !== 'recovery') return;
    if (declaration.operationId === 'pollPayments') {
      this.#alarm('PollPaymentsRecovered', {
        metric: counter(declaration.operationId, 'payment_recovered'),
        // A run may be a moment faster than a webhook; a handful of them is no fault of the endpoint.
        threshold: 5,
        impact:
          'Webhooks of the payment provider are lost: mandates and debits go on up to 15 minutes late, or six hours.',
        runbook: 'payment-recovered',
      });
      return;
    }
    this.#alarm(`${pascal(kebab(declaration.operationId))}Recovered`, {
      metric: counter(declaration.operationId, 'event_recovered'),
      threshold: 0,
      impact: 'Webhooks of a provider were lost: what they report was applied up to 15 minutes late, or a day.',
      runbook: 'event-recovered',
    });
  }

  #refundOverdueAlarm(declaration: Declaration): void {
    this.#alarm(`${pascal(kebab(declaration.operationId))}Overdue`, {
      metric: counter(declaration.operationId, 'auth_charge_refund_overdue'),
      threshold: 0,
      impact: 'Payers do not have the INR 1 of their authentication back in time.',
      runbook: 'auth-charge-refund-overdue',
    });
  }

  #withdrawalOverdueAlarm(declaration: Declaration): void {
    this.#alarm(`${pascal(kebab(declaration.operationId))}WithdrawalOverdue`, {
      metric: counter(declaration.operationId, 'withdrawal_overdue'),
      threshold: 0,
      impact: 'A mandate that was withdrawn a day ago still stands at the network; nothing is debited under it.',
      runbook: 'withdrawal-overdue',
    });
  }

  #overdueAlarm(declaration: Declaration): void {
    this.#alarm(`${pascal(kebab(declaration.operationId))}Overdue`, {
      metric: counter(declaration.operationId, 'timer_overdue'),
      threshold: 0,
      periods: 3,
      impact: 'Timers fire late: expiries, notices and debits are not on time.',
      runbook: 'timer-overdue',
    });
  }
}
