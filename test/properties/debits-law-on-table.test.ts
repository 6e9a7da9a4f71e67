import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Debit } from '../../functions/debits/domain/debit.ts';
import { openDebits } from '../../functions/debits/open-debits.ts';
import { DomainError } from '../../functions/kernel/errors/domain-error.ts';
import { httpOperation } from '../../functions/kernel/operation/http-operation.ts';
import { timerOperation } from '../../functions/kernel/operation/task-operation.ts';
import type { Mandate } from '../../functions/mandates/domain/mandate.ts';
import { followMandate } from '../../functions/mandates/follow-mandate/declaration.ts';
import { followMandate as following } from '../../functions/mandates/follow-mandate/operation.ts';
import { pauseMandate } from '../../functions/mandates/pause-mandate/declaration.ts';
import { pauseMandate as pausing } from '../../functions/mandates/pause-mandate/operation.ts';
import { resumeMandate } from '../../functions/mandates/resume-mandate/declaration.ts';
import { resumeMandate as resuming } from '../../functions/mandates/resume-mandate/operation.ts';
import { withdrawMandate } from '../../functions/mandates/withdraw-mandate/declaration.ts';
import { withdrawMandate as withdrawing } from '../../functions/mandates/withdraw-mandate/operation.ts';
import { mandateDependencies } from '../../functions/mandates/wire-mandate-stores.ts';
import type { DebitBench } from '../functions/debits/debit-bench.ts';
import { startDebitBench } from '../functions/debits/debit-bench.ts';
import { mandateWithToken } from '../functions/debits/given-token.ts';
import { call } from '../support/http-call.ts';
import type { Dice } from '../support/seeded.ts';
import { seeded } from '../support/seeded.ts';
import { noContext } from '../support/trigger.ts';

// I14 over the operations, the table and a provider: what the law asks for is looked at where money is asked for.

const ceiling = 15_000_00n;
const dayMs = 24 * 3_600_000;

/** What held when a step began; in the same step somebody may race it. */
interface Before {
  readonly mandate: Mandate;
  readonly token: string | undefined;
  readonly debits: ReadonlyMap<string, Debit>;
}

interface History {
  readonly mandateId: string;
  readonly tokenId: string;
  readonly debitIds: readonly string[];
  readonly amount: bigint;
  before: Before;
}

let bench: DebitBench;
let history: History | undefined;
let mandates: ReturnType<typeof mandateOperations>;
const violations: string[] = [];
const seen = { asked: 0, refused: 0, ended: new Map<string, number>() };
/** When the payer was truly told, by order. */
const told = new Map<string, number>();
const asksOf = new Map<string, number>();

const mandateOperations = ({ platform, provider, deps, tenant }: DebitBench) => {
  const all = mandateDependencies(platform, { payments: provider, openDebits: openDebits(deps) });
  const follow = timerOperation(followMandate, platform, following(all));
  const handlers = {
    pause: { declaration: pauseMandate, handler: httpOperation(pauseMandate, platform, pausing(all)) },
    resume: { declaration: resumeMandate, handler: httpOperation(resumeMandate, platform, resuming(all)) },
    withdraw: { declaration: withdrawMandate, handler: httpOperation(withdrawMandate, platform, withdrawing(all)) },
  };
  return {
    follow: (mandateId: string) => follow({ tenantId: tenant.tenantId, payload: { mandateId } }, noContext),
    act: async (action: keyof typeof handlers, mandateId: string, by: 'server' | 'customer') => {
      const { customerId } = await bench.mandateNow(mandateId);
      const { handler, declaration } = handlers[action];
      const as = by === 'server' ? { tenant } : { customer: customerId, of: tenant };
      const surface = by === 'server' ? ('secure' as const) : ('customer' as const);
      return call(handler, declaration, { as, surface, params: { mandateId }, body: {} });
    },
  };
};

const violated = (what: string): void => void violations.push(what);

const mayBeAsked = ({ status, openOperation }: Mandate): boolean =>
  status === 'active' && openOperation?.type !== 'withdraw';

/** The three conditions, as the payer and the law see them at this moment. */
const judge = async (orderId: string, minor: bigint): Promise<void> => {
  if (history === undefined) throw new Error('nobody asked for it');
  const { mandateId, tokenId, amount, before } = history;
  const now = bench.platform.clock.now().epochMilliseconds;
  const toldAt = told.get(orderId);
  if (toldAt === undefined) violated('no notice was delivered');
  else if (now - toldAt < dayMs) violated(`a notice of ${now - toldAt} ms`);
  const mandate = await bench.mandateNow(mandateId);
  if (!mayBeAsked(before.mandate) && !mayBeAsked(mandate)) violated(`a mandate that is ${before.mandate.status}`);
  const token = bench.provider.tokens.get(tokenId)?.status;
  if (before.token !== 'confirmed' && token !== 'confirmed') violated(`a token that is ${before.token}`);
  const order = bench.provider.orders.get(orderId);
  if (minor !== amount || order?.amount.minor !== minor) violated('not the amount that was announced');
  if (minor > before.mandate.maxAmount.minor && minor > mandate.maxAmount.minor) violated('above the maximum');
  if (minor > ceiling) violated('above the ceiling');
  const debit = [...before.debits.values()].find(({ notice }) => notice?.orderId === orderId);
  if (debit === undefined) violated('an order of no debit');
  else if (!['notified', 'eligible', 'retry_wait'].includes(debit.status)) violated(`a debit that is ${debit.status}`);
  const asks = (asksOf.get(orderId) ?? 0) + 1;
  asksOf.set(orderId, asks);
  if (asks > 4) violated('a fifth attempt');
};

beforeAll(async () => {
  bench = await startDebitBench();
  mandates = mandateOperations(bench);
  const { debit } = bench.provider;
  bench.provider.debit = async (tenant, wish) => {
    seen.asked += 1;
    await judge(wish.orderId, wish.amount.minor);
    return debit(tenant, wish);
  };
});
afterAll(() => bench.stop());

/** What a timer or a word does that meets somebody else's change: it comes again, which the steps do by themselves. */
const calm = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
};

const anyDebit = (dice: Dice): string => dice.pick(history?.debitIds ?? []);

const tellPayer = async (dice: Dice, debitId: string): Promise<void> => {
  const { notice, status } = await bench.now(debitId);
  if (status !== 'notifying' || notice?.orderId === undefined) return;
  const now = bench.platform.clock.now();
  if (dice.chance(0.2)) bench.provider.setNotice(notice.orderId, { status: 'failed' });
  else {
    told.set(notice.orderId, now.epochMilliseconds);
    // The provider's clock is five minutes off at most.
    const deliveredAt = now.add({ seconds: dice.between(-300, 300) });
    bench.provider.setNotice(notice.orderId, { status: 'delivered', deliveredAt });
  }
  await calm(dice.chance(0.7) ? bench.hint(debitId, 'order.notification.delivered') : bench.check(debitId));
};

const races = ['skip', 'pause', 'withdraw', 'leave', 'app', 'lower', 'resume', 'resume'] as const;

/** Somebody races the debit: its payer, the tenant, the payer in the app, another maximum. */
const race = async (dice: Dice, { mandateId, tokenId }: History): Promise<void> => {
  switch (dice.pick(races)) {
    case 'skip':
      await bench.skip(await bench.now(anyDebit(dice)));
      return;
    case 'pause':
      await mandates.act('pause', mandateId, 'customer');
      return;
    case 'resume':
      await mandates.act('resume', mandateId, 'customer');
      return;
    case 'withdraw':
      if (dice.chance(0.4)) await mandates.act('withdraw', mandateId, 'server');
      return;
    case 'leave': {
      await mandates.act('withdraw', mandateId, 'customer');
      const orderId = (await bench.mandateNow(mandateId)).openOperation?.orderId;
      if (orderId === undefined || dice.chance(0.5)) return;
      bench.provider.authenticate(orderId, dice.chance(0.3) ? 'success' : 'failure');
      return;
    }
    case 'app': {
      const token = bench.provider.tokens.get(tokenId)?.status;
      if (token === 'confirmed' || token === 'paused') {
        bench.provider.setToken(tokenId, { status: dice.pick(['paused', 'confirmed', 'confirmed', 'cancelled']) });
      }
      return;
    }
    case 'lower': {
      const { maxAmount, status } = await bench.mandateNow(mandateId);
      if (status === 'active' && dice.chance(0.3)) {
        await calm(bench.changeMandate(mandateId, { maxAmount: { ...maxAmount, minor: maxAmount.minor - 1n } }));
      }
    }
  }
};

/** Timers fire when they are due, early, late and twice. */
const fire = async (dice: Dice, debitId: string): Promise<void> => {
  const { status, notifyAt, nextAttemptAt } = await bench.now(debitId);
  if (dice.chance(0.5) && status === 'scheduled') bench.until(notifyAt);
  if (dice.chance(0.7) && nextAttemptAt !== undefined) {
    bench.until(nextAttemptAt.add({ seconds: dice.between(-2, 2) }));
  }
  const failing = dice.pick(['transient', 'customer_action', 'mandate_dead'] as const);
  bench.provider.debitsAre(dice.chance(0.5) ? { failed: { class: failing, reason: 'psp_timeout' } } : 'captured');
  await calm(bench.request(debitId));
  await tellPayer(dice, debitId);
};

const submitting = (dice: Dice, debitId: string): Promise<void>[] =>
  Array.from({ length: dice.between(1, 3) }, () => calm(bench.submit(debitId)));

const snapshot = async ({ mandateId, tokenId, debitIds }: Omit<History, 'before'>): Promise<Before> => {
  const debits = await Promise.all(debitIds.map(async (debitId) => [debitId, await bench.now(debitId)] as const));
  const token = bench.provider.tokens.get(tokenId)?.status;
  return { mandate: await bench.mandateNow(mandateId), token, debits: new Map(debits) };
};

const step = async (dice: Dice, lived: History): Promise<void> => {
  const debitId = anyDebit(dice);
  bench.platform.clock.advance({ minutes: dice.pick([0, 1, 30, 60, 300, 26 * 60]) });
  await fire(dice, debitId);
  if (dice.chance(0.15)) await race(dice, lived);
  lived.before = await snapshot(lived);
  const asked = seen.asked;
  const racing = dice.chance(0.2) ? [race(dice, lived)] : [];
  await Promise.all([...submitting(dice, debitId), ...racing]);
  if (seen.asked === asked) seen.refused += 1;
  if (dice.chance(0.3)) await calm(mandates.follow(lived.mandateId));
  if (dice.chance(0.3)) await calm(bench.hint(debitId));
};

const begin = async (dice: Dice): Promise<History | undefined> => {
  const amount = BigInt(dice.pick([499_00, 14_999_99, 15_000_00]));
  const method = dice.pick(['upi', 'upi', 'card'] as const);
  const frequency = dice.pick(['as_presented', 'as_presented', 'monthly'] as const);
  const maxAmount = { minor: dice.chance(0.5) ? amount : 50_000_00n, currency: 'INR' as const };
  const { mandateId, tokenId } = await mandateWithToken(bench, { method, frequency, maxAmount });
  const debitIds: string[] = [];
  for (let wanted = frequency === 'monthly' ? 1 : 2; wanted > 0; wanted -= 1) {
    const dueAt = bench.platform.clock.now().add({ hours: dice.between(0, 72) });
    const { status, body } = await bench.create(mandateId, { amount: Number(amount), dueAt: dueAt.toString() });
    if (status === 201 && body.status === 'scheduled') debitIds.push(String(body.debitId));
  }
  if (debitIds.length === 0) return undefined;
  const made = { mandateId, tokenId, debitIds, amount };
  return { ...made, before: await snapshot(made) };
};

describe('the law of debits on the table', () => {
  it('I14 SH-02 SH-03 asks for no money without notice of 24 hours, active mandate, announced amount within the cap', async () => {
    const seed = Number(process.env['SEED'] ?? 20_261_122);
    for (let number = 0; number < 30; number += 1) {
      const dice = seeded(seed + number);
      history = await begin(dice);
      if (history === undefined) continue;
      for (let steps = 8; steps > 0; steps -= 1) await step(dice, history);
      for (const [, { status }] of (await snapshot(history)).debits) {
        seen.ended.set(status, (seen.ended.get(status) ?? 0) + 1);
      }
      if (violations.length > 0) throw new Error(`seed ${seed}, history ${number}: ${violations.join('; ')}`);
    }
    // The histories must reach what they forbid to go wrong.
    expect(seen.asked).toBeGreaterThan(15);
    expect(seen.refused).toBeGreaterThan(50);
    expect([...seen.ended.keys()]).toEqual(expect.arrayContaining(['succeeded', 'cancelled', 'blocked', 'failed']));
  }, 300_000);
});
