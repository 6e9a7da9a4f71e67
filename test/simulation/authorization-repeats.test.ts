import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireDoubts } from '../../functions/authorizations/settle-doubt/handler.ts';
import { tenantKey } from '../../functions/kernel/persistence/keys.ts';
import type { Table } from '../../functions/kernel/persistence/table.ts';
import { cardWorld, issuer, nameOf } from '../functions/authorizations/card-bench.ts';
import { givenProgram } from '../support/programs.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { deliver } from '../support/trigger.ts';
import { booksOf } from './card-books.ts';
import type { MemoryPlatform } from './memory-platform.ts';
import { memoryPlatform } from './memory-platform.ts';
import type { SlowFault } from './slow-table.ts';
import { slowTable } from './slow-table.ts';
import { virtualTime } from './virtual-time.ts';

let own: TestPlatform;
beforeAll(async () => {
  own = await startTestPlatform();
});
afterAll(() => own.stop());

/** What may happen once the first request was answered "declined, try again", in any order. */
const happenings = ['commit', 'repeat', 'settle', 'repeat late', 'reversal'] as const;
type Happening = (typeof happenings)[number];

const orders = (left: readonly Happening[]): readonly (readonly Happening[])[] =>
  left.length === 0
    ? [[]]
    : left.flatMap((first) => orders(left.filter((one) => one !== first)).map((rest) => [first, ...rest]));

/** A table whose answers to transactions do not come; `release` sends them at last. */
const stalling = (table: Table) => {
  const held: (() => Promise<unknown>)[] = [];
  return {
    table: {
      ...table,
      transact: async (writes, token) => {
        held.push(() => table.transact(writes, token));
        return { kind: 'unknown' };
      },
    } satisfies Table,
    release: async () => {
      for (const send of held.splice(0)) await send();
    },
  };
};

type Kind = 'authorization' | 'financial' | 'increment';
type Tenant = Awaited<ReturnType<typeof givenProgram>>['tenant'];

interface Story {
  readonly kind: Kind;
  readonly order: readonly Happening[];
  /** What goes wrong with all that the late repeat writes, from its first or its second transaction on. */
  readonly fault: SlowFault | undefined;
  readonly from: number;
}

/** Plays one order of events; then the network's own last repeat, once every doubt is settled. */
const play = async (platform: MemoryPlatform, tenant: Tenant, { kind, order, fault, from }: Story) => {
  const world = await cardWorld(platform, tenant, { available: 1_000n });
  const calm = issuer(platform);
  const base = await calm.request(world, 100);
  const sent = calm.messageFor(world, 50, {
    type: kind,
    ...(kind === 'increment' ? { original: base.sent.message } : {}),
  });
  const doubts: unknown[] = [];
  const queues = { send: async ({ body }: { readonly body: string }) => void doubts.push(JSON.parse(body)) };
  const ask = async (table: Table, time = virtualTime()) => {
    const { body } = await time.run(issuer({ ...platform, table, queues }, { pacer: time }).post(JSON.stringify(sent)));
    return { body, drain: () => time.drain() };
  };
  const settle = async () => {
    for (const doubt of doubts) expect(await deliver(wireDoubts(platform), doubt)).toBe(true);
  };
  const stalled = stalling(platform.table);
  const first = await ask(stalled.table);
  expect(first.body.responseCode).toBe('91');
  const heard = [first.body];
  const late: (() => Promise<void>)[] = [];
  const happen: Record<Happening, () => Promise<unknown>> = {
    commit: stalled.release,
    settle,
    repeat: async () => heard.push((await ask(platform.table)).body),
    'repeat late': async () => {
      const time = virtualTime();
      const { transact } = slowTable(platform.table, { pacer: time, dice: seeded(7) }, (call) =>
        call < from ? undefined : fault,
      );
      const again = await ask({ ...platform.table, transact }, time);
      heard.push(again.body);
      late.push(again.drain);
    },
    reversal: () => {
      const original = nameOf(platform, kind === 'increment' ? base.sent : sent);
      return calm.tell(world, { kind: 'reversal', original });
    },
  };
  for (const event of order) await happen[event]();
  await settle();
  for (const drain of late) await drain();
  await settle();
  const last = await calm.post(JSON.stringify(sent));
  await settle();
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', world.balanceId), limit: 200 });
  const books = booksOf(items, tenant).balances.get(world.balanceId);
  return {
    heard: heard.map(({ decision }) => decision),
    codes: heard.map(({ responseCode }) => responseCode),
    last,
    books,
  };
};

const check = ({ kind, order }: Story, { heard, last, books }: Awaited<ReturnType<typeof play>>): void => {
  const isApproved = heard.includes('approved') || last.body.decision === 'approved';
  const isReversed = order.includes('reversal');
  // Nothing that a repeat heard is taken back but by the network, and nothing stays that it never heard of.
  expect(last.body.decision).toBe(heard.includes('approved') ? 'approved' : 'declined');
  const own = isApproved && !isReversed ? 50n : 0n;
  const base = kind === 'increment' && isReversed ? 0n : 100n;
  const held = kind === 'financial' ? base : base + own;
  const paid = kind === 'financial' ? own : 0n;
  expect(books).toMatchObject({ held, left: held, available: 1_000n - held - paid, journal: -paid });
};

const kinds: readonly Kind[] = ['authorization', 'financial', 'increment'];
const faults = [
  [undefined, 0],
  ['silent before', 1],
  ['silent after', 0],
  ['silent after', 1],
  ['silent, then late', 0],
  ['silent, then late', 1],
] as const;
const stories = kinds.flatMap((kind) => faults.map(([fault, from]) => [kind, fault, from] as const));

describe('a message that comes again after "declined, try again"', () => {
  it.each(stories)(
    'I3 I5 I19 %s, the late repeat’s table %s from write %d on: in every order of commit, repeats, settling and reversal the books say what was heard',
    async (kind, fault, from) => {
      const platform = memoryPlatform(own);
      const { tenant } = await givenProgram(platform);
      const told = new Set<string>();
      const unreversed = happenings.filter((one) => one !== 'reversal');
      for (const left of fault === undefined ? [happenings, unreversed] : [unreversed]) {
        for (const order of orders(left)) {
          const story = { kind, order, fault, from };
          const played = await play(platform, tenant, story);
          try {
            check(story, played);
          } catch (error) {
            throw new Error(`${order.join(' → ')}: heard ${played.heard.join(', ')}`, { cause: error });
          }
          for (const code of played.codes) told.add(code);
        }
      }
      expect(told).toContain('00');
    },
  );
});
