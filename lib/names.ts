import { Aws } from 'aws-cdk-lib';
import { kebab } from '../functions/kernel/operation/declaration.ts';
import type { Stage } from './stages.ts';

/** `card-issuance` → `CardIssuance`: construct and stack ids. */
export const pascal = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const here = (service: string, resource: string): string =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/**
 * Physical names of a stage. Stacks know each other's resources by these alone, so no export ties them together and
 * each can be replaced by itself.
 */
export class Names {
  readonly prefix: string;
  /** Queue that takes what a one-time schedule could not deliver. */
  readonly scheduleDeadLetters = 'schedules-dlq';
  /** The one object of its bucket: what the door with mutual TLS reads. */
  readonly truststoreObject = 'truststore.pem';
  readonly #stage: string;
  readonly #sqs: string;

  constructor(stage: Stage) {
    this.#stage = stage.name;
    this.prefix = `nodal-${stage.name}`;
    this.#sqs = stage.endpoint ?? `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  }

  /** @param part `Data`, `Api` or a subdomain such as `cards` */
  stack(part: string): string {
    return `Nodal-${this.#stage}-${pascal(part)}`;
  }

  /** @throws Error when IAM would refuse the name, which the role of the function shares */
  function(operationId: string): string {
    const name = `${this.prefix}-${kebab(operationId)}`;
    if (name.length > 64) throw new Error(`${name} has ${name.length} characters; functions and roles may have 64.`);
    return name;
  }

  functionArn(operationId: string): string {
    return here('lambda', `function:${this.function(operationId)}`);
  }

  /** The role of an operation's function; key policies name it before it exists. */
  roleArn(operationId: string): string {
    return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${this.function(operationId)}`;
  }

  queue(queue: string): string {
    return `${this.prefix}-${queue}`;
  }

  queueArn(queue: string): string {
    return here('sqs', this.queue(queue));
  }

  queueUrl(queue: string): string {
    return `${this.#sqs}/${Aws.ACCOUNT_ID}/${this.queue(queue)}`;
  }

  table(realm: 'platform' | 'sandbox'): string {
    return realm === 'sandbox' ? `${this.prefix}-sandbox` : this.prefix;
  }

  tableArn(realm: 'platform' | 'sandbox'): string {
    return here('dynamodb', `table/${this.table(realm)}`);
  }

  get bus(): string {
    return this.prefix;
  }

  get busArn(): string {
    return here('events', `event-bus/${this.bus}`);
  }

  secret(name: string): string {
    return `${this.secretPrefix}${name}`;
  }

  get secretPrefix(): string {
    return `nodal/${this.#stage}/`;
  }

  /** Secrets Manager adds six characters of its own to every secret's ARN. `name-*` is one of them per tenant. */
  secretArn(name: string): string {
    return here('secretsmanager', `secret:${this.secret(name)}-??????`);
  }

  /** Bucket names are unique in the world: the account makes this one so. */
  get truststoreBucket(): string {
    return `${this.prefix}-truststore-${Aws.ACCOUNT_ID}`;
  }

  get truststoreArn(): string {
    return `arn:${Aws.PARTITION}:s3:::${this.truststoreBucket}/${this.truststoreObject}`;
  }

  workflow(workflow: string): string {
    return `${this.prefix}-${workflow}`;
  }

  workflowArn(workflow: string): string {
    return here('states', `stateMachine:${this.workflow(workflow)}`);
  }

  get scheduleGroup(): string {
    return this.prefix;
  }

  /** Every one-time schedule of the platform; their names are made at run time. */
  get schedulesArn(): string {
    return here('scheduler', `schedule/${this.scheduleGroup}/*`);
  }

  get schedulerRole(): string {
    return `${this.prefix}-scheduler`;
  }

  get schedulerRoleArn(): string {
    return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${this.schedulerRole}`;
  }

  get usagePlan(): string {
    return `${this.prefix}-standard`;
  }

  /** The identity of SES that an address is sent from: its domain. */
  mailIdentityArn(address: string): string {
    return here('ses', `identity/${address.slice(address.indexOf('@') + 1)}`);
  }

  /** Configuration set of SES that tells what became of mails to customers. */
  get mailReceipts(): string {
    return `${this.prefix}-mail`;
  }

  get mailReceiptsArn(): string {
    return here('ses', `configuration-set/${this.mailReceipts}`);
  }

  /** The sender of text messages, as it is registered for India. */
  smsSenderArn(sender: string): string {
    return here('sms-voice', `sender-id/${sender}/IN`);
  }

  get alarmTopic(): string {
    return `${this.prefix}-alarms`;
  }

  get alarmTopicArn(): string {
    return here('sns', this.alarmTopic);
  }

  parameter(path: string): string {
    return `/nodal/${this.#stage}/${path}`;
  }
}
