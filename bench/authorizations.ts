import { randomUUID } from 'node:crypto';
import type { Context, SQSEvent } from 'aws-lambda';
import { wire } from '../functions/authorizations/decide-authorization/handler.ts';
import { cardMessages } from '../functions/authorizations/card-messages.ts';
import type { CardMessage } from '../functions/authorizations/ports/card-messages.ts';
import { inboundMessage } from '../functions/ingress/inbound-message.ts';
import { lockCard } from '../functions/cards/lock-card/declaration.ts';
import { wire as wireLock } from '../functions/cards/lock-card/handler.ts';
import { setControls } from '../functions/cards/set-controls/declaration.ts';
import { wire as wireControls } from '../functions/cards/set-controls/handler.ts';
import { setCustomerControls } from '../functions/cards/set-customer-controls/declaration.ts';
import { wire as wireCustomerControls } from '../functions/cards/set-customer-controls/handler.ts';
import { wire as wireProcess } from '../functions/ingress/process-issuer-event/handler.ts';
import { wireMessages } from '../functions/authorizations/wire-messages.ts';
import { idGenerator } from '../functions/kernel/ids/ids.ts';
import { money } from '../functions/kernel/money/money.ts';
import { systemContext } from '../functions/kernel/operation/system-context.ts';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import { fromTimestamp, systemClock, toTimestamp } from '../functions/kernel/time/clock.ts';
import { localKeyRing } from '../local/key-ring.ts';
import { localLog } from '../local/log.ts';
import { localMeter } from '../local/meter.ts';
import { tableNames } from '../local/realms.ts';
import { countedClient } from '../local/table-client.ts';
import { startTableServer } from '../local/table-server.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import { controls, plainControls } from './card-rules.ts';
import type { CardRequest as Request, CardScene } from './card-scene.ts';
import { callOnce } from './counted-operation.ts';
import type { Figures } from './gate.ts';
import { benchSecrets, cardRequest, decideBy, externalIdOf, setCardScene } from './card-scene.ts';
import { tracedTable } from './traced-table.ts';

const merchant = { name: 'Chai Point Koramangala', mcc: '5814', country: 'IN' };

const platformOn = (endpoint: string) => {
  const counted = countedClient(endpoint);
  return {
    counted,
    platform: {
      ...{ clock: systemClock, random: systemRandom, ids: idGenerator(systemClock, systemRandom) },
      ...{
        log: localLog(systemClock).log,
        meter: localMeter(),
        settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' },
        secrets: benchSecrets,
        fetch,
      },
      queues: { send: async () => undefined },
      messageKeys: localKeyRing('msg-bench-1'),
      table: tracedTable(dynamoTable(counted.client, tableNames.platform, systemClock)),
    },
  };
};

type BenchPlatform = ReturnType<typeof platformOn>['platform'];

/** The doors of the platform, as the issuer uses them. */
const doorsOf = async (platform: BenchPlatform, scene: CardScene) => {
  const card = await externalIdOf(platform.table, scene);
  const handler = wire(platform);
  const worker = wireProcess(platform);
  const messages = cardMessages(wireMessages(platform));
  const context = await systemContext(platform, { tenant: scene.tenant, operation: 'bench', requestId: 'req_bench' });
  return {
    request: (amount: number) => cardRequest(card, amount),
    expect: async (request: Request, decision: string): Promise<void> => {
      const found = await decideBy(handler, request);
      if (found.decision !== decision) throw new Error(`the request was ${found.decision}: ${found.responseCode}`);
    },
    tell: async (message: Partial<CardMessage> & Pick<CardMessage, 'kind'>): Promise<void> => {
      const named = { message: { id: randomUUID(), transmittedAt: systemClock.now().round('millisecond') }, merchant };
      // Each caller gives what its kind needs.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
      const whole = { original: undefined, occurredAt: systemClock.now(), ...named, ...message } as CardMessage;
      const answer = await messages.apply(context, scene.cardId, whole);
      if (answer !== 'applied') throw new Error(`the message was ${answer}`);
    },
    /** A reversal over the queue. */
    deliver: async (request: Request): Promise<void> => {
      const message = { id: randomUUID(), transmittedAt: toTimestamp(systemClock.now()) };
      const event = {
        type: 'card.authorization_reversed',
        reference: card,
        occurredAt: message.transmittedAt,
        data: { message, original: request.message, merchant },
      };
      const { body } = inboundMessage({
        eventId: randomUUID(),
        raw: Buffer.from(JSON.stringify(event)),
        receivedAt: message.transmittedAt,
      });
      const record = { messageId: 'bench', body, attributes: {}, messageAttributes: {} };
      // The chain reads no other member of the record, and nothing of Lambda's context.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
      const { batchItemFailures } = await worker({ Records: [record] } as unknown as SQSEvent, {} as Context);
      if (batchItemFailures.length > 0) throw new Error('the event was not processed');
    },
  };
};

/** What a tenant does to the card meanwhile, through the operations' own handlers. The issuer cannot be reached. */
const commandsOf = (
  platform: BenchPlatform,
  { tenant, customerId, cardId, balanceId }: CardScene,
  endpoint: string,
) => {
  const scene = { tenantId: tenant.tenantId, from: balanceId, to: balanceId, tableEndpoint: endpoint };
  return {
    rule: async (): Promise<void> => {
      await callOnce(wireControls(platform), setControls, { scene, params: { cardId }, body: controls });
      const ofCustomer = { scene, params: { customerId }, body: plainControls };
      await callOnce(wireCustomerControls(platform), setCustomerControls, ofCustomer);
    },
    lock: () => callOnce(wireLock(platform), lockCard, { scene, params: { cardId }, body: { reasonCode: 3 } }),
  };
};

const nameOf = ({ message }: Request) => ({ id: message.id, transmittedAt: fromTimestamp(message.transmittedAt) });

const declined = 'decideAuthorization (declined)';
const withLimits = 'decideAuthorization (approved, with limits)';
const whenLocked = 'decideAuthorization (locked a moment ago)';

/** What is counted, and what is done before it without being counted. */
type Counted = readonly [name: string, run: () => Promise<void>, prepare?: () => Promise<void>];

const requestsIn = (figures: Figures, one: string, than: string): number =>
  (figures[`${one}: table requests`] ?? Number.NaN) - (figures[`${than}: table requests`] ?? Number.NaN);

/** A lock counts from the next authorization on, without a question more than any other decline. */
const differences = (figures: Figures): Figures => ({
  'lock → next authorization: further requests': requestsIn(figures, whenLocked, declined),
});

const measure = async (endpoint: string): Promise<Findings> => {
  const scene = await setCardScene(endpoint);
  const { counted, platform } = platformOn(endpoint);
  const { request, expect, tell, deliver } = await doorsOf(platform, scene);
  const { rule, lock } = commandsOf(platform, scene, endpoint);
  const [cleared, reversed, queued] = [request(2_000), request(3_000), request(4_000)];
  // Owner, program and the like are known from then on, as in a warm function.
  for (const warm of [request(1_000), reversed, queued]) await expect(warm, 'approved');
  const operations: readonly Counted[] = [
    ['decideAuthorization (approved)', () => expect(cleared, 'approved')],
    [declined, () => expect(request(19_000_000), 'declined')],
    ['decideAuthorization (repeated)', () => expect(cleared, 'approved')],
    [
      'clearing',
      () => tell({ kind: 'clearing', original: nameOf(cleared), amount: money(2_000n, 'INR'), final: true }),
    ],
    ['reversal', () => tell({ kind: 'reversal', original: nameOf(reversed), amount: undefined })],
    ['processIssuerEvent (reversal)', () => deliver(queued)],
    ['refund', () => tell({ kind: 'refund', original: nameOf(cleared), amount: money(500n, 'INR') })],
    [withLimits, () => expect(request(1_500), 'approved'), rule],
    [whenLocked, () => expect(request(1_600), 'declined'), lock],
  ];
  const findings: Findings[] = [];
  for (const [name, run, prepare] of operations) {
    await prepare?.();
    await platform.table.lines();
    const before = counted.counts();
    await run();
    const after = counted.counts();
    findings.push({
      figures: {
        [`${name}: table requests`]: after.requests - before.requests,
        [`${name}: write units`]: after.writeUnits - before.writeUnits,
        [`${name}: read units`]: after.readUnits - before.readUnits,
      },
      lines: [`${name}:`, ...(await platform.table.lines()).map((line) => `  ${line}`)],
    });
  }
  const figures: Figures = Object.fromEntries(findings.flatMap((found) => Object.entries(found.figures)));
  return { figures: { ...figures, ...differences(figures) }, lines: findings.flatMap(({ lines }) => lines) };
};

/** Messages of the card network, each alone, in a function that is warm. */
export const authorizations: Benchmark = {
  name: 'authorizations',
  title: 'B1: a message of the card network alone; the floor is 4 units for balance and record, 5 with its index row',
  run: async () => {
    const server = await startTableServer({});
    try {
      return await measure(server.endpoint);
    } finally {
      await server.stop();
    }
  },
};
