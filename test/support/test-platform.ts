import { randomBytes } from 'node:crypto';
import { idGenerator } from '../../functions/kernel/ids/ids.ts';
import { dynamoTable } from '../../functions/kernel/persistence/dynamo-table.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type {
  BusEntry,
  Capabilities,
  MailMessage,
  Platform,
  QueueMessage,
  RandomSource,
  SecretStore,
  SmsMessage,
} from '../../functions/kernel/platform/platform.ts';
import { tenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantLookups } from '../../functions/kernel/tenancy/tenant-directory.ts';
import { localCertificateAuthority, localTruststore } from '../../local/certificate-authority.ts';
import { localKeyRing } from '../../local/key-ring.ts';
import { localLog } from '../../local/log.ts';
import { localMeter } from '../../local/meter.ts';
import { countedClient, createTable } from '../../local/table-client.ts';
import { startTableServer } from '../../local/table-server.ts';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { tableDefinition } from './table-definition.ts';
import type { TestClock } from './test-clock.ts';
import { testClock } from './test-clock.ts';

/** A platform for one test file: a real DynamoDB engine, real keys, and a record of what was sent. */
export interface TestPlatform extends Platform {
  readonly clock: TestClock;
  readonly sent: {
    readonly messages: QueueMessage[];
    readonly busEntries: BusEntry[];
    readonly started: { workflow: string; name: string; input: Readonly<Record<string, unknown>> }[];
    readonly answeredTokens: { token: string; outcome: 'succeeded' | 'failed'; error?: string }[];
    readonly invoked: { operationId: string; payload: unknown }[];
    readonly usageKeys: { name: string; value: string }[];
    readonly mails: MailMessage[];
    readonly textMessages: SmsMessage[];
    readonly schedules: Map<string, { dueAtEpochSeconds: number; queue: string; body: string }>;
  };
  /** Where the table answers; its name is `nodal-test`. */
  readonly endpoint: string;
  readonly logLines: () => readonly string[];
  /** A new tenant that the tenant directory knows. */
  tenant(options?: { sandbox?: boolean }): Promise<TenantContext>;
  /** Every stored item, or those of one type, chosen by the table: as a file's tests add up, reading all costs most. */
  items(type?: string): Promise<readonly Item[]>;
  counts(): { readonly requests: number; readonly readUnits: number; readonly writeUnits: number };
  stop(): Promise<void>;
}

const random: RandomSource = { bytes: (count) => randomBytes(count) };

const recorder = () => ({
  messages: [] as QueueMessage[],
  busEntries: [] as BusEntry[],
  started: [] as { workflow: string; name: string; input: Readonly<Record<string, unknown>> }[],
  answeredTokens: [] as { token: string; outcome: 'succeeded' | 'failed'; error?: string }[],
  invoked: [] as { operationId: string; payload: unknown }[],
  usageKeys: [] as { name: string; value: string }[],
  mails: [] as MailMessage[],
  textMessages: [] as SmsMessage[],
  schedules: new Map<string, { dueAtEpochSeconds: number; queue: string; body: string }>(),
});

const recording = (
  sent: ReturnType<typeof recorder>,
): Omit<Capabilities, 'table' | 'messageKeys' | 'certificateAuthority' | 'truststore' | 'secrets' | 'fetch'> => ({
  queues: { send: async (message) => void sent.messages.push(message) },
  bus: { publish: async (entries) => entries.map((entry) => sent.busEntries.push(entry) > 0) },
  schedules: {
    create: async ({ name, ...schedule }) => void sent.schedules.set(name, schedule),
    delete: async (name) => void sent.schedules.delete(name),
  },
  workflows: {
    start: async (execution) => void sent.started.push(execution),
    succeed: async (token) => sent.answeredTokens.push({ token, outcome: 'succeeded' }) > 0,
    fail: async (token, { error }) => sent.answeredTokens.push({ token, outcome: 'failed', error }) > 0,
  },
  operations: {
    invoke: async (operationId, payload) => {
      sent.invoked.push({ operationId, payload });
      return undefined;
    },
  },
  usagePlans: { register: async (key) => void sent.usageKeys.push(key) },
  mail: { send: async (mail) => ({ messageId: `mail-${sent.mails.push(mail)}-${randomBytes(6).toString('hex')}` }) },
  sms: {
    send: async (message) => ({
      messageId: `sms-${sent.textMessages.push(message)}-${randomBytes(6).toString('hex')}`,
    }),
  },
});

// Nobody reads a test's stream, and the engine looks through all of its records at every write.
const { StreamSpecification: _nobodyReadsIt, ...streamless } = tableDefinition;

/** Starts the table and makes the platform; call it in `beforeAll` and `stop` in `afterAll`. */
export const startTestPlatform = async (settings: Readonly<Record<string, string>> = {}): Promise<TestPlatform> => {
  const server = await startTableServer({});
  const { client, counts } = countedClient(server.endpoint);
  await createTable(client, 'nodal-test', streamless);
  const clock = testClock();
  const ids = idGenerator(clock, random);
  const { log, lines } = localLog(clock);
  const table = dynamoTable(client, 'nodal-test', clock);
  const sent = recorder();
  const secretValues = new Map<string, string>();
  const secret = (name: string): string => {
    const value = secretValues.get(name) ?? randomBytes(32).toString('base64url');
    secretValues.set(name, value);
    return value;
  };
  const secrets: SecretStore = { values: async (name) => [secret(name)] };
  return {
    clock,
    random,
    ids,
    log,
    meter: localMeter(),
    settings,
    table,
    messageKeys: localKeyRing('msg-test-1'),
    secrets,
    certificateAuthority: localCertificateAuthority(secrets, ['ca-test-1']),
    truststore: localTruststore(),
    fetch,
    ...recording(sent),
    sent,
    endpoint: server.endpoint,
    logLines: lines,
    counts,
    tenant: async ({ sandbox = true } = {}) => {
      const tenant = tenantContext({ tenantId: ids.nextGlobal('ten'), tag: ids.nextTag(), sandbox });
      const writes = tenantLookups(tenant).map((item) => ({ kind: 'put' as const, item }));
      await table.transact(writes, randomBytes(16).toString('hex'));
      return tenant;
    },
    items: async (type) => {
      const chosen =
        type === undefined
          ? {}
          : {
              FilterExpression: '#item = :type',
              ExpressionAttributeNames: { '#item': 'item' },
              ExpressionAttributeValues: { ':type': { S: type } },
            };
      const all: Item[] = [];
      let start: Record<string, never> | undefined;
      do {
        const scan = new ScanCommand({ TableName: 'nodal-test', ExclusiveStartKey: start, ...chosen });
        const page = await client.send(scan);
        all.push(...(page.Items ?? []).map((item) => unmarshall(item, { wrapNumbers: (digits) => BigInt(digits) })));
        start = page.LastEvaluatedKey as Record<string, never> | undefined;
      } while (start !== undefined);
      return all;
    },
    stop: server.stop,
  };
};
