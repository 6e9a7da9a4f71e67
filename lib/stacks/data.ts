import { Aws, Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AdministeredKey, forLogs } from '../constructs/administered-key.ts';
import { ClientAuthority } from '../constructs/client-authority.ts';
import { messageKeyRing } from '../constructs/message-keys.ts';
import { OneTimeSchedules } from '../constructs/one-time-schedules.ts';
import { PlatformTable } from '../constructs/platform-table.ts';
import { generatedSecrets } from '../constructs/secrets.ts';
import { StaffDirectory } from '../constructs/staff-directory.ts';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import { NodalStack } from './nodal-stack.ts';

/** Everything that must outlive a deployment: table, keys, secrets, bus and its archive, staff, timers. */
export class DataStack extends NodalStack {
  readonly #site: Site;

  constructor(scope: Construct, site: Site) {
    super(scope, 'Data', { site, description: 'State of the platform: table, keys, bus, staff.', holdsData: true });
    this.#site = site;
    const table = new PlatformTable(this, 'PlatformData', { site, realm: 'platform' });
    site.published.publish(this, published.tableStream, table.streamArn);
    this.#keys();
    this.#bus();
    this.#alarmTopic();
    if (site.stage.mailReceipts) this.#mailReceipts();
    new StaffDirectory(this, 'Staff', { site });
    new OneTimeSchedules(this, 'Timers', { site, queues: this.#queuesOfSchedules() });
    generatedSecrets(this, site, 'platform');
  }

  #keys(): void {
    const site = this.#site;
    const logKey = new AdministeredKey(this, 'LogKey', {
      site,
      alias: 'logs',
      description: 'Encrypts every log group of the stage.',
      users: [forLogs()],
    });
    site.published.publish(this, published.logKey, logKey.keyArn);
    messageKeyRing(this, site, 'platform');
    new ClientAuthority(this, 'ClientAuthority', { site });
  }

  #bus(): void {
    const { names, stage } = this.#site;
    const bus = new events.EventBus(this, 'Bus', { eventBusName: names.bus });
    bus.archive('Archive', {
      archiveName: names.bus,
      description: 'Published events, for replay.',
      eventPattern: { account: [Aws.ACCOUNT_ID] },
      retention: Duration.days(stage.eventArchiveDays),
    });
  }

  #alarmTopic(): void {
    const topic = new sns.Topic(this, 'Alarms', { topicName: this.#site.names.alarmTopic, enforceSSL: true });
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }

  /** SES tells the account's own bus, and no other, what became of a mail. */
  #mailReceipts(): void {
    const set = new ses.ConfigurationSet(this, 'Mail', { configurationSetName: this.#site.names.mailReceipts });
    set.addEventDestination('Receipts', {
      destination: ses.EventDestination.eventBus(events.EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [ses.EmailSendingEvent.DELIVERY, ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.REJECT],
    });
  }

  #queuesOfSchedules(): readonly string[] {
    const schedulers = this.#site.operations.filter(({ uses }) => uses.includes('schedules'));
    return [...new Set(schedulers.flatMap(({ sendsTo = [] }) => sendsTo))].sort();
  }
}
