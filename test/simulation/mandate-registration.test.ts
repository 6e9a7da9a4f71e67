import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventEnvelope } from '../../functions/kernel/events/envelope.ts';
import { toTimestamp } from '../../functions/kernel/time/clock.ts';
import { resumeMandateRegistration } from '../../functions/mandates/resume-mandate-registration/declaration.ts';
import { deliver } from '../support/trigger.ts';
import type { Fault, Plan, Registrations, Story } from './registration-world.ts';
import { faults, startRegistrations, states, stories, workflow } from './registration-world.ts';

let world: Registrations;
beforeAll(async () => {
  world = await startRegistrations();
}, 60_000);
afterAll(async () => {
  world.engine.stop();
  await world.stop();
});

const executionOf = (mandateId: string) => world.engine.executions().find(({ name }) => name === mandateId);

const atRest = async (): Promise<void> => {
  await expect.poll(() => world.engine.settled(), { interval: 1, timeout: 10_000 }).toBe(true);
  await turn();
};

/** Queues deliver until it is taken, a few times: whoever came second looks again. */
const persistently = async (work: () => Promise<unknown>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
};

/** One mandate's way through the plan. */
class Life {
  readonly mandateId: string;
  readonly #orderId: string;
  readonly #story: Story;
  readonly #done = new Set<string>();
  readonly #told = new Set<string>();

  constructor(mandateId: string, orderId: string, story: Story) {
    this.mandateId = mandateId;
    this.#orderId = orderId;
    this.#story = story;
  }

  /** What payer, bank and provider do when a state waits for it; each once. */
  act(state: string): boolean {
    if (this.#done.has(state)) return false;
    this.#done.add(state);
    const { provider } = world;
    if (state === 'awaitAuthentication') {
      const { payer } = this.#story;
      provider.authenticate(this.#orderId, payer === 'late' ? 'success' : payer, { tokenStatus: 'pending' });
      return payer !== 'abandoned';
    }
    const ours = [...provider.payments.values()].filter(({ orderId }) => orderId === this.#orderId);
    if (state === 'confirmToken') {
      for (const { tokenId = '' } of ours) {
        if (provider.tokens.get(tokenId)?.status === 'pending') provider.setToken(tokenId, { status: 'confirmed' });
      }
      return true;
    }
    const paid = new Set(ours.map(({ paymentId }) => paymentId));
    for (const { refundId, paymentId, status } of provider.refunds.values()) {
      if (paid.has(paymentId) && status === 'pending') provider.setRefund(refundId, 'processed');
    }
    provider.refundsAre('processed');
    return true;
  }

  async #hint(type: string): Promise<void> {
    await persistently(() => world.settle(this.mandateId, { type, orderId: this.#orderId }));
  }

  async #deliverEvents(): Promise<void> {
    // The words go to who waits for them.
    if (executionOf(this.mandateId)?.status !== 'running') return;
    const fresh = (await world.events(this.mandateId)).filter(({ id }) => !this.#told.has(id));
    for (const detail of fresh satisfies readonly EventEnvelope[]) {
      this.#told.add(detail.id);
      if (!(resumeMandateRegistration.eventTypes ?? []).includes(detail.type)) continue;
      if (!(await deliver(world.resume, { detail }))) throw new Error(`${detail.type} was not taken`);
    }
  }

  /** @returns the mandate's timers, the earliest first, without those of its far end */
  async #timers() {
    const all = await world.timers.all(world.tenant, 500);
    return all
      .filter(({ payload }) => payload.includes(this.mandateId))
      .filter(({ operation }) => operation !== 'expireMandate' && operation !== 'purgeMandate');
  }

  async #fireNext(): Promise<boolean> {
    const [timer] = await this.#timers();
    if (timer === undefined) return false;
    const ahead = timer.dueAt.epochMilliseconds - world.platform.clock.now().epochMilliseconds;
    if (ahead > 0) world.platform.clock.advance({ milliseconds: ahead });
    const payload = JSON.parse(timer.payload) as Record<string, string>;
    await persistently(() => world.fire(timer.operation as 'followMandate', this.mandateId, payload));
    await world.timers.done(world.tenant, timer);
    return true;
  }

  /** One thing that happens next; false when nothing does any more. */
  async #next(): Promise<boolean> {
    const execution = executionOf(this.mandateId);
    const isLate = this.#story.payer === 'late' && execution?.status === 'running';
    const waiting = execution?.status === 'running' ? [states.find((name) => !this.#done.has(name))] : states;
    for (const state of isLate ? [] : waiting) {
      if (state === undefined || state === 'failMandate' || !this.act(state)) continue;
      await this.#hint(state === 'awaitAuthentication' ? 'payment.captured' : 'token.confirmed');
      return true;
    }
    return this.#fireNext();
  }

  /** Lives until nothing is left that could happen. @returns how many things did */
  async toTheEnd(): Promise<number> {
    for (let steps = 0; steps < 60; steps += 1) {
      await atRest();
      await this.#deliverEvents();
      await atRest();
      if (!(await this.#next())) return steps;
    }
    throw new Error(`${this.mandateId} does not come to rest`);
  }
}

const live = async (plan: Plan, story: Story): Promise<Life> => {
  const now = world.platform.clock.now();
  const validity = { validFrom: toTimestamp(now), validUntil: toTimestamp(now.add({ hours: 24 * 365 })) };
  const mandateId = await world.requested(validity);
  const life = new Life(mandateId, await world.orderOf(mandateId), story);
  world.provider.refundsAre('pending');
  world.entered.length = 0;
  world.turns.plan = plan;
  world.turns.onEnter = (state) => {
    if (story.tells === 'before' && state !== 'failMandate') life.act(state);
  };
  const input = { tenantId: world.tenant.tenantId, mandateId };
  // Started twice, as a repeated event does: an execution of this name is there.
  await world.engine.start({ workflow, name: mandateId, input });
  await world.engine.start({ workflow, name: mandateId, input });
  await life.toTheEnd();
  world.turns.plan = {};
  return life;
};

const moneyOf = (mandateId: string) => {
  const { provider } = world;
  const orders = [...provider.orders.values()].filter(({ draft }) => draft.notes['mandate'] === mandateId);
  const ids = new Set(orders.map(({ orderId }) => orderId));
  const paid = [...provider.payments.values()].filter(
    ({ orderId, status }) => ids.has(orderId) && (status === 'captured' || status === 'refunded'),
  );
  return paid.map(({ paymentId, tokenId }) => ({
    refunds: [...provider.refunds.values()].filter((refund) => refund.paymentId === paymentId).map((r) => r.status),
    token: provider.tokens.get(tokenId ?? '')?.status,
  }));
};

/** Whatever happened: over, the money back once, and no live token without a live mandate. */
const itHasEnded = async (mandateId: string): Promise<string> => {
  const execution = executionOf(mandateId);
  const mandate = await world.stored(mandateId);
  expect(execution?.status).toMatch(/^(?:succeeded|failed)$/);
  expect(['active', 'rejected', 'expired', 'cancelled']).toContain(mandate.status);
  for (const { refunds, token } of moneyOf(mandateId)) {
    expect(refunds).toEqual(['processed']);
    expect(token).toBe(mandate.status === 'active' ? 'confirmed' : 'cancelled');
  }
  expect(mandate.authCharge?.status ?? 'refunded').toBe('refunded');
  expect(mandate.otherCharges).toEqual([]);
  expect(mandate.openOperation).toBeUndefined();
  return `${execution?.status} ${execution?.state}, ${mandate.status}`;
};

/** Every fault in every state of the usual story; of the others the two that leave the most behind, where they get. */
const worst: readonly Fault[] = ['fails for good', 'dies between effect and record, once'];
const [, usual, ...others] = stories;
const cases = [
  ...states.flatMap((state) => faults.slice(1).map((fault) => ({ ...usual, story: usual, state, fault }))),
  ...[stories[0], ...others].flatMap((story) =>
    (story.payer === 'success' ? states : (['awaitAuthentication', 'failMandate'] as const)).flatMap((state) =>
      worst.map((fault) => ({ ...story, story, state, fault })),
    ),
  ),
];

describe('the synthesized workflow of a registration', () => {
  it.each(stories)('I13 ends when the payer is $payer and is told of $tells', async (story) => {
    const { mandateId } = await live({}, story);
    const end = await itHasEnded(mandateId);
    expect(end).toBe(
      {
        success: 'succeeded Registered, active',
        failure: 'succeeded NotRegistered, rejected',
        abandoned: 'succeeded NotRegistered, expired',
        late: 'succeeded NotRegistered, expired',
      }[story.payer],
    );
  });

  it.each(cases)(
    'I13 never stays in between: payer $payer, told $tells, $state $fault',
    async ({ state, fault, story }) => {
      // Nobody comes to the state that marks a failure unless one before it fails.
      const plan: Plan =
        state === 'failMandate' ? { awaitAuthentication: 'fails for good', [state]: fault } : { [state]: fault };
      const { mandateId } = await live(plan, story);
      await itHasEnded(mandateId);
      const isPaid = story.payer === 'success' || story.payer === 'late';
      expect(moneyOf(mandateId)).toHaveLength(isPaid ? 1 : 0);
      expect(world.entered).toContain(state);
    },
    20_000,
  );

  it('I13 SH-14 D-17 a registration that fails after the capture is compensated: INR 1 back, token cancelled', async () => {
    const { mandateId } = await live({ confirmToken: 'fails for good' }, usual);
    expect(await itHasEnded(mandateId)).toBe('failed RegistrationFailed, rejected');
    expect(moneyOf(mandateId)).toEqual([{ refunds: ['processed'], token: 'cancelled' }]);
  });

  it('I13 D-17 a refund that the provider refuses to the end is work for somebody, and says so', async () => {
    world.provider.fail('refund', { class: 'request_wrong', reason: 'bad_request' }, 4);
    const { mandateId } = await live({}, usual);
    expect(executionOf(mandateId)).toMatchObject({ status: 'failed', state: 'ChargeNotRefunded' });
    const { status, authCharge } = await world.stored(mandateId);
    expect([status, authCharge?.status, authCharge?.refunds]).toEqual(['active', 'refund_failed', 4]);
    expect((await world.typesOf(mandateId)).filter((type) => type === 'auth_charge.refund_failed')).toHaveLength(4);
  });
});
