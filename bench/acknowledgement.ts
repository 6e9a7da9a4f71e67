import { createHmac, randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { wire } from '../functions/ingress/receive-issuer-event/handler.ts';
import { idGenerator } from '../functions/kernel/ids/ids.ts';
import type { Meter } from '../functions/kernel/observability/meter.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { localLog } from '../local/log.ts';
import type { Benchmark } from './benchmark.ts';

const rounds = 9;
const callsInRound = 1_000;

const quiet = (): void => undefined;
const meter: Meter = { operation: quiet, provider: quiet, outcome: quiet, count: quiet };

const secret = randomBytes(32).toString('base64url');
const data = { reference: 'card_1', note: 'x'.repeat(1_180) };
const body = JSON.stringify({ type: 'card.status_changed', occurredAt: '2026-11-21T10:00:00.000Z', data });

const sign = (signed: string): string => createHmac('sha256', secret).update(signed).digest('hex');

const signedEvent = (): APIGatewayProxyEventV2 => {
  const timestamp = String(Math.floor(systemClock.now().epochMilliseconds / 1_000));
  const headers = {
    'x-signature': `v1=${sign(`${timestamp}.evt-bench.${body}`)}`,
    'x-timestamp': timestamp,
    'x-event-id': 'evt-bench',
  };
  const requestContext = { requestId: 'req_bench', http: { method: 'POST' } };
  // The chain reads no other member of the event.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return { headers, body, rawPath: '/', isBase64Encoded: false, requestContext } as unknown as APIGatewayProxyEventV2;
};

/** CPU of this process, in microseconds for each call. */
const cpuOf = async (call: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  for (let each = 0; each < callsInRound; each += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / callsInRound;
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The issuer's door with a queue that takes everything at once, against checking and parsing the same bytes bare. */
export const acknowledgement: Benchmark = {
  name: 'acknowledgement',
  title: 'B8: CPU to acknowledge a signed event of 1.3 KB; the floor is its HMAC and JSON.parse',
  run: async () => {
    const platform = {
      ...{ clock: systemClock, random: systemRandom, ids: idGenerator(systemClock, systemRandom) },
      ...{ log: localLog(systemClock).log, meter, settings: {} },
      secrets: { values: async (): Promise<[string]> => [secret] },
      queues: { send: async () => undefined },
    };
    const handler = wire(platform);
    // Lambda's context is not read.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    const context = {} as Context;
    const event = signedEvent();
    const acknowledge = async (): Promise<void> => {
      const { statusCode } = await handler(event, context);
      if (statusCode !== 202) throw new Error(`the event was answered with ${statusCode}`);
    };
    const floor = async (): Promise<unknown> => [sign(`1.evt-bench.${body}`), JSON.parse(body)];
    await cpuOf(acknowledge);
    await cpuOf(floor);
    const measured: { ours: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0 ? await cpuOf(acknowledge) : undefined;
      const bare = await cpuOf(floor);
      measured.push({ ours: first ?? (await cpuOf(acknowledge)), bare });
    }
    const ratios = measured.map(({ ours, bare }) => ours / bare);
    const [ours, bare] = [median(measured.map((each) => each.ours)), median(measured.map((each) => each.bare))];
    return {
      figures: {
        'receiveIssuerEvent: CPU µs': Math.ceil(ours),
        'receiveIssuerEvent: times its floor': Math.ceil(median(ratios)),
      },
      lines: [
        `${body.length} bytes, ${rounds} rounds of ${callsInRound}: ${ours.toFixed(0)} µs, floor ${bare.toFixed(1)} µs`,
        `ratio ${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`,
      ],
    };
  },
};
