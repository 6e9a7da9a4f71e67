import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { ministackCredentials, ministackRegion } from '../../../local/ministack/launcher.ts';
import type { LedgerReport } from '../../../scripts/ledger/ledger-check.ts';
import { verifyLedger } from '../../../scripts/ledger/verify-table.ts';

/** What can be seen of a deployment from inside its account. */
export interface Inspection {
  /** Every item of the platform's table and of the twin's, as JSON. */
  items(): Promise<readonly string[]>;
  /** Every line that a function of the stage has logged. */
  logLines(): Promise<readonly string[]>;
  /** How many messages each dead-letter queue of the stage holds, by name. */
  deadLetters(): Promise<Readonly<Record<string, number>>>;
  /** Whom mail was sent to, in the order of sending. */
  mailed(): Promise<readonly string[]>;
  /** What `npm run ledger:verify` finds. */
  ledger(): Promise<LedgerReport>;
}

const prefix = 'nodal-ministack';

export const inspect = (endpoint: string): Inspection => {
  const config = { endpoint, region: ministackRegion, credentials: ministackCredentials };
  return {
    items: async () => (await Promise.all([prefix, `${prefix}-sandbox`].map((name) => scan(config, name)))).flat(),
    logLines: () => logLines(endpoint),
    deadLetters: () => deadLetters(config),
    mailed: () => mailed(endpoint),
    ledger: () => ledger(config),
  };
};

interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof ministackCredentials;
}

const scan = async (config: ClientConfig, table: string): Promise<readonly string[]> => {
  const client = new DynamoDBClient(config);
  const found: string[] = [];
  let from: Record<string, never> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName: table, ExclusiveStartKey: from }),
    );
    found.push(...Items.map(asText));
    from = LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  client.destroy();
  return found;
};

const asText = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    inner instanceof Uint8Array ? Buffer.from(inner).toString('base64') : inner,
  );

const deadLetters = async (config: ClientConfig): Promise<Readonly<Record<string, number>>> => {
  const client = new SQSClient(config);
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000 }));
  const counts: Record<string, number> = {};
  for (const QueueUrl of QueueUrls.filter((url) => url.endsWith('-dlq'))) {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    counts[QueueUrl.split('/').at(-1) ?? ''] = Number(Attributes?.ApproximateNumberOfMessages);
  }
  client.destroy();
  return counts;
};

const ledger = async (config: ClientConfig): Promise<LedgerReport> => {
  const client = new DynamoDBClient(config);
  const verified = verifyLedger({ client, table: prefix }, () => undefined, { graceSeconds: 0 });
  return verified.finally(() => client.destroy());
};

const sentMail = z.object({
  messages: z.record(z.string(), z.array(z.looseObject({ To: z.array(z.string()) }))),
});

/** The emulator keeps what SES would send. */
const mailed = async (endpoint: string): Promise<readonly string[]> => {
  const response = await fetch(`${endpoint}/_ministack/ses/messages`, { signal: AbortSignal.timeout(10_000) });
  const { messages } = sentMail.parse(await response.json());
  return Object.values(messages).flatMap((sent) => sent.flatMap(({ To }) => To));
};

const groups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().nullish(),
});
const lines = z.object({ events: z.array(z.object({ message: z.string() })), nextToken: z.string().nullish() });

/** One action of CloudWatch Logs, whose client is no dependency of ours; the emulator checks no signature. */
const logsAction = async <Answer extends z.ZodType>(
  endpoint: string,
  request: { readonly action: string; readonly input: object },
  answer: Answer,
): Promise<z.output<Answer>> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${request.action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${ministackRegion}/logs/aws4_request`,
    },
    body: JSON.stringify(request.input),
    signal: AbortSignal.timeout(30_000),
  });
  return answer.parse(await response.json());
};

const logGroups = async (endpoint: string): Promise<readonly string[]> => {
  const names: string[] = [];
  let nextToken: string | null | undefined;
  do {
    const input = { logGroupNamePrefix: `/aws/lambda/${prefix}-`, ...(nextToken ? { nextToken } : {}) };
    const page: z.output<typeof groups> = await logsAction(endpoint, { action: 'DescribeLogGroups', input }, groups);
    names.push(...page.logGroups.map(({ logGroupName }) => logGroupName));
    nextToken = page.nextToken;
  } while (nextToken);
  return names;
};

const linesOf = async (endpoint: string, logGroupName: string): Promise<readonly string[]> => {
  const found: string[] = [];
  let nextToken: string | null | undefined;
  do {
    const input = { logGroupName, ...(nextToken ? { nextToken } : {}) };
    const page: z.output<typeof lines> = await logsAction(endpoint, { action: 'FilterLogEvents', input }, lines);
    found.push(...page.events.map(({ message }) => message));
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
};

const logLines = async (endpoint: string): Promise<readonly string[]> => {
  const names = await logGroups(endpoint);
  const found: string[] = [];
  for (const name of names) found.push(...(await linesOf(endpoint, name)));
  return found;
};
