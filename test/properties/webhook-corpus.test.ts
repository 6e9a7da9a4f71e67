import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireWorker } from '../../functions/ingress/process-issuer-event/handler.ts';
import { wire as wireDoor } from '../../functions/ingress/receive-issuer-event/handler.ts';
import { toTimestamp } from '../../functions/kernel/time/clock.ts';
import { cardFleet } from '../simulation/card-fleet.ts';
import type { CardFleet } from '../simulation/card-fleet.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { deliver, noContext } from '../support/trigger.ts';
import type { WebhookCase } from '../support/webhook-corpus.ts';
import { webhookCorpus, webhookCounts } from '../support/webhook-corpus.ts';

let own: TestPlatform;
let fleet: CardFleet;
let cards: string[];
let secret: string;
beforeAll(async () => {
  own = await startTestPlatform({ ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' });
  [secret] = await own.secrets.values('issuer-webhook-signing');
  fleet = await cardFleet(own);
  cards = [];
  while (cards.length < 2_000) cards.push((await fleet.issue()).externalId);
});
afterAll(() => own.stop());

const request = ({ headers, body }: WebhookCase): APIGatewayProxyEventV2 =>
  ({
    rawPath: '/events',
    headers,
    queryStringParameters: {},
    body: body.toString('base64'),
    isBase64Encoded: true,
    requestContext: { requestId: 'req-corpus', http: { method: 'POST' } },
  }) as unknown as APIGatewayProxyEventV2;

const corpus = () => {
  const left = [...cards];
  const now = Math.floor(own.clock.now().epochMilliseconds / 1000);
  const later = toTimestamp(own.clock.now().add({ seconds: 5 }));
  const card = (): string => left.pop() ?? 'none left';
  return webhookCorpus({ dice: seeded(20_261_122), secret, now, later, card });
};

/** Sends one case through the door and, if it is taken, through the worker. @returns what became of it */
const fateOf = async (
  one: WebhookCase,
  { door, worker }: { door: ReturnType<typeof wireDoor>; worker: ReturnType<typeof wireWorker> },
): Promise<string | number> => {
  own.sent.messages.length = 0;
  const { statusCode = 200 } = await door(request(one), noContext);
  const messages = own.sent.messages.splice(0);
  if (statusCode !== 202) return messages.length === 0 ? statusCode : 202;
  const [message, ...more] = messages;
  if (message === undefined || more.length > 0) return 202;
  if (!(await deliver(worker, message.body))) return 'parked';
  const [state, ...others] = fleet.inbound(one.headers['x-event-id']).get(one.headers['x-event-id'] ?? '') ?? [];
  return others.length === 0 && (state === 'quarantined' || state === 'applied') ? state : 202;
};

describe('10,000 webhooks of the issuer, most of them hostile', () => {
  it('I12 M-28 are each refused, quarantined, parked or applied as their class demands', async () => {
    const { platform } = fleet;
    const handlers = { door: wireDoor(platform), worker: wireWorker(platform) };
    const wrong: unknown[] = [];
    const counts: Record<string, number> = {};
    let slowestMs = 0;
    const before = process.memoryUsage().rss;
    for (const one of corpus()) {
      counts[one.kind] = (counts[one.kind] ?? 0) + 1;
      const started = process.cpuUsage();
      const fate = await fateOf(one, handlers);
      const { user, system } = process.cpuUsage(started);
      slowestMs = Math.max(slowestMs, (user + system) / 1_000);
      if (fate !== one.fate) wrong.push({ kind: one.kind, detail: one.detail.slice(0, 80), expected: one.fate, fate });
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(counts).toEqual(webhookCounts);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(slowestMs).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * 2 ** 20);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  }, 120_000);
});
