import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireDoubts } from '../../functions/authorizations/settle-doubt/handler.ts';
import { tenantKey } from '../../functions/kernel/persistence/keys.ts';
import { givenPartner } from '../functions/balances/given-partners.ts';
import { cardWorld, issuer } from '../functions/authorizations/card-bench.ts';
import { givenProgram } from '../support/programs.ts';
import type { Dice } from '../support/seeded.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { deliver } from '../support/trigger.ts';
import { booksOf } from './card-books.ts';
import type { MemoryPlatform } from './memory-platform.ts';
import { memoryPlatform } from './memory-platform.ts';
import type { SlowFault } from './slow-table.ts';
import { slowFaults, slowTable } from './slow-table.ts';
import { virtualTime } from './virtual-time.ts';

let own: TestPlatform;
beforeAll(async () => {
  own = await startTestPlatform();
});
afterAll(() => own.stop());

type Mode = 'credit' | 'deposit';
type Kind = 'authorization' | 'financial' | 'increment';

interface Run {
  readonly mode: Mode;
  /** What each request asks for, at once. */
  readonly requests: readonly { readonly kind: Kind; readonly amount: number }[];
  readonly faultOf: (call: number) => SlowFault | undefined;
  readonly dice: Dice;
  /** Doubts that nobody takes: the network takes back itself what it heard no answer to. */
  readonly losesDoubts?: boolean;
}

const opening = 1_000n;
const deposited = 100_000n;

const given = async (platform: MemoryPlatform, mode: Mode) => {
  const { tenant } = await givenProgram(platform, mode === 'deposit' ? { balanceHolder: 'partner' } : {});
  if (mode === 'deposit') await givenPartner(platform, tenant, { kind: 'deposit', available: deposited });
  return tenant;
};

/** Sends requests at once through a table that fails, then settles every doubt. */
const play = async (
  { platform, tenant }: { readonly platform: MemoryPlatform; readonly tenant: Awaited<ReturnType<typeof given>> },
  { requests, faultOf, dice, losesDoubts = false }: Run,
) => {
  const time = virtualTime();
  const world = await cardWorld(platform, tenant, { available: opening });
  const calm = issuer(platform);
  const base = await calm.request(world, 100);
  const doubts: unknown[] = [];
  const table = slowTable(platform.table, { pacer: time, dice }, faultOf);
  const send = async ({ body }: { readonly body: string }): Promise<void> => {
    await time.pause(dice.between(3, 20));
    if (losesDoubts) return new Promise(() => undefined);
    doubts.push(JSON.parse(body));
  };
  const network = issuer({ ...platform, table, queues: { send } }, { pacer: time });
  const sent = requests.map(({ kind, amount }) =>
    calm.messageFor(world, amount, {
      type: kind,
      ...(kind === 'increment' ? { original: base.sent.message } : {}),
    }),
  );
  const answers = sent.map(async (message, position) => {
    const { status, body } = await network.post(JSON.stringify(message));
    return { message, kind: requests[position]?.kind, status, body, tookMs: time.elapsed() };
  });
  const heard = await time.run(Promise.all(answers));
  await time.drain();
  const settle = wireDoubts(platform);
  for (const doubt of [...doubts, ...doubts]) expect(await deliver(settle, doubt)).toBe(true);
  if (losesDoubts) {
    for (const { message, kind, body } of heard) {
      if (body.responseCode !== '91') continue;
      const named = { id: message.message.id, transmittedAt: platform.clock.now().round('millisecond') };
      const original = kind === 'increment' ? base.sent.message : message.message;
      const name = { id: original.id, transmittedAt: named.transmittedAt };
      await calm.tell(world, { kind: 'reversal', original: name, message: { ...named, id: `rev_${named.id}` } });
    }
  }
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', world.balanceId), limit: 200 });
  const books = booksOf(items, tenant).balances.get(world.balanceId);
  return { base, heard, books };
};

const approvedBy = (heard: Awaited<ReturnType<typeof play>>['heard'], isPaid: boolean): bigint =>
  heard
    .filter(({ kind, body }) => body.decision === 'approved' && (kind === 'financial') === isPaid)
    .reduce((sum, { body }) => sum + BigInt(body.approvedAmount), 0n);

/** What the network heard is what the books say. */
const check = ({ heard, books }: Awaited<ReturnType<typeof play>>): void => {
  expect(heard.filter(({ status, tookMs }) => status !== 200 || tookMs > 1_500)).toEqual([]);
  const [held, paid] = [100n + approvedBy(heard, false), approvedBy(heard, true)];
  expect(books).toMatchObject({ held, left: held, available: opening - held - paid, journal: -paid });
};

const checkDeposit = (platform: MemoryPlatform, tenant: Awaited<ReturnType<typeof given>>): void => {
  const { deposit, unbalanced, sum } = booksOf(platform.table.items(), tenant);
  expect({ unbalanced, sum }).toEqual({ unbalanced: [], sum: 0n });
  const { available, held, shares, journal, leastHeld } = deposit;
  const posted = available + held;
  expect({ held, posted }).toEqual({ held: shares, posted: posted === 0n ? 0n : deposited + journal });
  expect(leastHeld).toBeGreaterThanOrEqual(0n);
};

/** Every fault at a call, alone and with every fault at the call after it. */
const faultsAt = (at: number): readonly Run['faultOf'][] =>
  slowFaults.flatMap((fault) =>
    [undefined, ...slowFaults].map(
      (again) => (call: number) => (call === at ? fault : call === at + 1 ? again : undefined),
    ),
  );

const kinds: readonly Kind[] = ['authorization', 'financial', 'increment'];
const calls = 8;

const sweep = (['credit', 'deposit'] as const).flatMap((mode) => kinds.map((kind) => [mode, kind] as const));

describe('decideAuthorization in front of a table that fails', () => {
  it.each(sweep)(
    'I4 I5 I19 in %s mode, %s: one fault of any kind at any call, and then one more',
    async (mode, kind) => {
      const platform = memoryPlatform(own);
      const tenant = await given(platform, mode);
      for (const faultOf of Array.from({ length: calls }, (_, at) => faultsAt(at)).flat()) {
        for (const amount of [100, 2_000]) {
          check(
            await play({ platform, tenant }, { mode, requests: [{ kind, amount }], faultOf, dice: seeded(amount) }),
          );
        }
      }
      checkDeposit(platform, tenant);
    },
  );

  it('I5 I19 a doubt that cannot be left keeps nobody waiting, and the network’s own reversal ends it', async () => {
    const platform = memoryPlatform(own);
    const tenant = await given(platform, 'credit');
    for (const fault of ['silent before', 'silent after', 'silent, then late'] as const) {
      const run = { requests: [{ kind: 'authorization', amount: 100 }], dice: seeded(1), losesDoubts: true } as const;
      const played = await play(
        { platform, tenant },
        { ...run, mode: 'credit', faultOf: (call) => (call > 2 ? fault : undefined) },
      );
      expect(played.heard[0]?.body.responseCode).toBe('91');
      check(played);
    }
  });

  it.each([
    ['credit', 0.05],
    ['deposit', 0.05],
    ['credit', 0.4],
    ['deposit', 0.4],
  ] as const)(
    'I4 I5 I19 I20 in %s mode with %d of the calls failing: 2,500 requests are answered in time and as the books say',
    async (mode, rate) => {
      const dice = seeded(20_261_122);
      const took: number[] = [];
      const codes = new Set<string>();
      for (let done = 0; done < 2_500;) {
        const platform = memoryPlatform(own);
        const tenant = await given(platform, mode);
        for (let worlds = 0; worlds < 50 && done < 2_500; worlds += 1) {
          const requests = Array.from({ length: 5 }, () => ({
            kind: dice.pick(kinds),
            amount: dice.pick([50, 100, 150, 400]),
          }));
          const faultOf = () => (dice.chance(rate) ? dice.pick(slowFaults) : undefined);
          const played = await play({ platform, tenant }, { mode, requests, faultOf, dice });
          check(played);
          took.push(...played.heard.map(({ tookMs }) => tookMs));
          for (const { body } of played.heard) codes.add(body.responseCode);
          done += requests.length;
        }
        checkDeposit(platform, tenant);
      }
      const ordered = took.toSorted((left, right) => left - right);
      const p99 = ordered[Math.floor(ordered.length * 0.99)] ?? Infinity;
      expect(ordered.length).toBe(2_500);
      expect(p99).toBeLessThanOrEqual(rate === 0.05 ? 800 : 1_500);
      expect([...codes].toSorted()).toEqual(['00', '51', '91']);
    },
  );
});
