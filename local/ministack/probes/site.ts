import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ministackCredentials, ministackRegion } from '../launcher.ts';

/** What a probe runs against: one running emulator and a client for each of its services in use. */
export interface ProbeSite {
  readonly endpoint: string;
  readonly apiGateway: APIGatewayClient;
  readonly cloudFormation: CloudFormationClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamodb: DynamoDBClient;
  readonly eventBridge: EventBridgeClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly scheduler: SchedulerClient;
  readonly secrets: SecretsManagerClient;
  readonly stepFunctions: SFNClient;
  readonly sqs: SQSClient;
}

/** One behaviour of AWS that the deployed platform relies on; `run` throws when the emulator lacks it. */
export interface Probe {
  /** A sentence that starts with a verb in the third person. */
  readonly behaviour: string;
  /** The repair (file name in `repairs/`) without which it fails, if any. */
  readonly needs?: string;
  readonly run: (site: ProbeSite) => Promise<void>;
}

/** Any role will do: the emulator enforces no IAM. */
export const probeRole = 'arn:aws:iam::000000000000:role/probe';

/** Clients for the emulator at `endpoint`, in the platform's region. */
export function openSite(endpoint: string): ProbeSite {
  const config = { endpoint, region: ministackRegion, credentials: ministackCredentials, maxAttempts: 1 };
  return {
    endpoint,
    apiGateway: new APIGatewayClient(config),
    cloudFormation: new CloudFormationClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    dynamodb: new DynamoDBClient(config),
    eventBridge: new EventBridgeClient(config),
    kms: new KMSClient(config),
    lambda: new LambdaClient(config),
    scheduler: new SchedulerClient(config),
    secrets: new SecretsManagerClient(config),
    stepFunctions: new SFNClient(config),
    sqs: new SQSClient(config),
  };
}

/** A name that no other probe uses, such as `probe-orders-1f0c9a3e`. */
export function uniqueName(word: string): string {
  return `probe-${word}-${randomUUID().slice(0, 8)}`;
}

/** The value, or an Error that says what was missing. */
export function present<Value>(value: Value | undefined | null, what: string): Value {
  if (value === undefined || value === null) throw new Error(`${what} is missing`);
  return value;
}

/**
 * Asks until there is an answer other than `undefined`.
 *
 * @throws Error naming `what` when there is none within `limitMs` milliseconds.
 */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | undefined>,
  limitMs = 15_000,
): Promise<Value> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${what}: nothing within ${limitMs} ms`);
    await sleep(100);
  }
}
