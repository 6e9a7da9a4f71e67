import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import {
  activeMandate,
  advanceHours,
  advanceTo,
  authenticate,
  debitOf,
  debitOnce,
  eventsOf,
  inHours,
  mandateOf,
  mandateOnce,
  mandateOperation,
  orderDebit,
  payerOf,
  plannedDebit,
  shownDebit,
  storyOf,
} from '../support/mandates.ts';
import { eventually } from '../support/eventually.ts';
import { inr } from '../support/money.ts';

const hourMs = 3_600_000;

const preview = z.looseObject({
  requiresAuthentication: z.boolean(),
  notifyAt: z.iso.datetime(),
  earliestDebitAt: z.iso.datetime(),
  limits: z.looseObject({}),
});

const told = z.looseObject({
  template: z.string(),
  reference: z.string(),
  message: z.looseObject({ text: z.string() }),
});

const announced: Story = {
  title:
    'SH-03 SH-34 a debit is announced, waits its time, is captured and told of, and no tester waits: each step in order',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Betwa Fibre');
    const { mandateId } = await activeMandate(payer);
    const { backend } = payer;
    const wish = { amount: inr(499_00), dueAt: await inHours(payer, 96) };
    const foreseen = answered(await backend.post(`/secure/mandates/${mandateId}/debits/preview`, wish), 200, preview);
    expect(foreseen.requiresAuthentication).toBe(false);
    expect(Date.parse(foreseen.earliestDebitAt) - Date.parse(foreseen.notifyAt)).toBeGreaterThanOrEqual(24 * hourMs);

    const planned = await plannedDebit(payer, mandateId, { amount: 499_00, hours: 96 });
    expect(planned).toMatchObject({ status: 'scheduled', requiresAuthentication: false, attempts: [] });
    const { debitId } = planned;
    const before = await advanceTo(payer, planned.notifyAt);
    expect(before.map(({ operation }) => operation)).toContain('requestNotice');
    const notified = await debitOnce(payer, debitId, 'notified');
    const deliveredAt = Date.parse(notified.notice?.deliveredAt ?? '');
    expect(notified.notice?.status).toBe('delivered');

    // 24 hours after the delivery, cards wait longer: nothing may have been asked for yet.
    await advanceHours(payer, 24);
    expect((await debitOf(payer, debitId)).attempts).toEqual([]);
    const rest = await advanceHours(payer, 80);
    expect(rest.map(({ operation, resource }) => [operation, resource])).toContainEqual(['submitDebit', debitId]);
    const succeeded = await debitOnce(payer, debitId, 'succeeded');
    expect(succeeded.attempts).toMatchObject([{ status: 'captured' }]);
    expect(Date.parse(succeeded.attempts[0]?.at ?? '') - deliveredAt).toBeGreaterThanOrEqual(24 * hourMs);
    expect(Date.parse(succeeded.succeededAt ?? '')).not.toBeNaN();

    expect(await storyOf(payer, { kind: 'debit', id: debitId }, 'debit.succeeded')).toEqual([
      'debit.scheduled',
      'debit.notice_sent',
      'debit.notified',
      'debit.submitted',
      'debit.succeeded',
    ]);
    const message = await eventually('the post-debit notice', async () => {
      const sent = await eventsOf(payer, 'notification.sent');
      return sent.map(({ data }) => told.parse(data)).find(({ template }) => template === 'post_debit');
    });
    expect(message.message.text).toContain(mandateId);
    expect(message.message.text).toMatch(/Betwa Fibre debited INR 499\.00/u);

    const second = await plannedDebit(payer, mandateId, { amount: 15_000_00 });
    expect(second).toMatchObject({ status: 'scheduled', requiresAuthentication: false });
    await advanceHours(payer, 80);
    await debitOnce(payer, second.debitId, 'succeeded');
    const page = z.object({ data: z.array(shownDebit) });
    const { data } = answered(await backend.get(`/secure/mandates/${mandateId}/debits`), 200, page);
    expect(data.map(({ status, ...debit }) => [debit.debitId, status])).toEqual([
      [second.debitId, 'succeeded'],
      [debitId, 'succeeded'],
    ]);
  },
};

const authenticated: Story = {
  title:
    'SH-02 SH-22 boundary cases 1 and 2: INR 15,000.00 runs by itself, one paisa more or above the maximum the payer is asked',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Shipra Fibre');
    const { mandateId } = await activeMandate(payer);
    const { backend } = payer;
    expect(await plannedDebit(payer, mandateId, { amount: 15_000_00 })).toMatchObject({
      status: 'scheduled',
      requiresAuthentication: false,
    });
    for (const amount of [15_000_01, 20_000_01]) {
      const wish = { amount: inr(amount), dueAt: await inHours(payer, 72) };
      const foreseen = await backend.post(`/secure/mandates/${mandateId}/debits/preview`, wish);
      expect(answered(foreseen, 200, preview).requiresAuthentication).toBe(true);
      const planned = await plannedDebit(payer, mandateId, { amount });
      expect(planned).toMatchObject({ status: 'requires_authentication', requiresAuthentication: true });
      await authenticate(payer, mandateId);
      const paid = await debitOnce(payer, planned.debitId, 'succeeded');
      expect(Date.parse(paid.succeededAt ?? '')).not.toBeNaN();
      expect(await storyOf(payer, { kind: 'debit', id: planned.debitId }, 'debit.succeeded')).toEqual([
        'debit.authentication_required',
        'debit.succeeded',
      ]);
    }
    const { debitId } = await plannedDebit(payer, mandateId, { amount: 15_000_01 });
    await authenticate(payer, mandateId, 'abandoned');
    await debitOnce(payer, debitId, 'abandoned');
  },
};

const insured: Story = {
  title: 'regulation boundary case 3: insurance runs by itself up to INR 1,00,000.00, and not one paisa above',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Indus Cover');
    const { mandateId } = await activeMandate(payer, { category: 'insurance', maxAmount: inr(2_00_000_00) });
    const atMost = await plannedDebit(payer, mandateId, { amount: 1_00_000_00 });
    expect(atMost).toMatchObject({ status: 'scheduled', requiresAuthentication: false });
    const more = await plannedDebit(payer, mandateId, { amount: 1_00_000_01 });
    expect(more).toMatchObject({ status: 'requires_authentication' });
  },
};

const skipped: Story = {
  title: 'a customer skips one debit before its notice and one after it, and neither is ever asked for',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Pamba Fibre');
    const { mandateId } = await activeMandate(payer);
    const skip = async (debitId: string) =>
      answered(await payer.me.post(`/customers/me/debits/${debitId}/skip`), 200, shownDebit).status;
    const early = await plannedDebit(payer, mandateId, { amount: 499_00, hours: 240 });
    expect(await skip(early.debitId)).toBe('skipped');
    const late = await plannedDebit(payer, mandateId, { amount: 599_00, hours: 60 });
    await advanceTo(payer, late.notifyAt);
    await debitOnce(payer, late.debitId, 'notified');
    expect(await skip(late.debitId)).toBe('opted_out');
    await advanceHours(payer, 300);
    for (const [debitId, status] of [
      [early.debitId, 'skipped'],
      [late.debitId, 'opted_out'],
    ] as const) {
      expect(await debitOf(payer, debitId)).toMatchObject({ status, attempts: [] });
      expect(await skip(debitId)).toBe(status);
    }
  },
};

const withdrawnBetween: Story = {
  title: 'boundary case 14: a mandate that ends after the notice takes its debits with it, whoever ends it',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Alaknanda Fibre');
    const notified = async (mandateId: string): Promise<string> => {
      const { debitId, notifyAt } = await plannedDebit(payer, mandateId, { amount: 499_00 });
      await advanceTo(payer, notifyAt);
      await debitOnce(payer, debitId, 'notified');
      return debitId;
    };
    const left = await activeMandate(payer);
    const first = await notified(left.mandateId);
    answered(await payer.backend.post(`/secure/mandates/${left.mandateId}/withdraw`, {}), 202, mandateOperation);
    expect((await debitOf(payer, first)).status).toBe('cancelled');

    const ended = await activeMandate(payer);
    const second = await notified(ended.mandateId);
    answered(await payer.me.post(`/customers/me/mandates/${ended.mandateId}/withdraw`, {}), 202, mandateOperation);
    expect((await debitOf(payer, second)).status).toBe('notified');
    await authenticate(payer, ended.mandateId);
    await mandateOnce(payer, ended.mandateId, ({ status }) => status === 'cancelled');
    expect((await debitOf(payer, second)).status).toBe('cancelled');
    await advanceHours(payer, 96);
    for (const debitId of [first, second]) {
      expect(await debitOf(payer, debitId)).toMatchObject({ status: 'cancelled', attempts: [] });
    }
  },
};

const outcome = z.looseObject({ debitId: z.string(), outcome: z.string() });

const retried: Story = {
  title: 'SH-28 a debit that failed is tried again, one whose outcome nobody knows is looked up: one capture each',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Bhima Fibre');
    const { mandateId } = await activeMandate(payer);
    const simulate = async (debitId: string, body: object) =>
      answered(await payer.backend.post(`/sandbox/debits/${debitId}/outcome`, body), 201, outcome);
    const failing = await plannedDebit(payer, mandateId, { amount: 499_00 });
    await simulate(failing.debitId, { outcome: 'failed', reason: 'insufficient_funds' });
    await advanceTo(payer, failing.earliestDebitAt);
    await advanceHours(payer, 1);
    await debitOnce(payer, failing.debitId, 'retry_wait', 'succeeded');
    await advanceHours(payer, 72);
    const paid = await debitOnce(payer, failing.debitId, 'succeeded');
    expect(paid.attempts).toMatchObject([{ status: 'failed', reason: 'insufficient_funds' }, { status: 'captured' }]);

    const silent = await plannedDebit(payer, mandateId, { amount: 599_00 });
    await simulate(silent.debitId, { outcome: 'unknown' });
    await advanceTo(payer, silent.earliestDebitAt);
    await debitOnce(payer, silent.debitId, 'unknown', 'succeeded');
    await advanceHours(payer, 24);
    const found = await debitOnce(payer, silent.debitId, 'succeeded');
    expect(found.attempts).toMatchObject([{ status: 'captured' }]);
    const submitted = await storyOf(payer, { kind: 'debit', id: silent.debitId }, 'debit.succeeded');
    expect(submitted.filter((type) => type === 'debit.succeeded')).toHaveLength(1);
  },
};

const undelivered: Story = {
  title: 'regulation boundary case 7: without a delivered notice no debit; the second notice starts the wait anew',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Manjira Fibre');
    const { mandateId } = await activeMandate(payer);
    const { debitId, notifyAt } = await plannedDebit(payer, mandateId, { amount: 499_00 });
    const simulated = z.looseObject({ debitId: z.string(), delivered: z.boolean() });
    answered(await payer.backend.post(`/sandbox/debits/${debitId}/notice`, { delivered: false }), 201, simulated);
    await advanceTo(payer, notifyAt);
    await eventually('the failed notice', async () =>
      (await eventsOf(payer, 'debit.notice_failed')).find(({ resource }) => resource.id === debitId),
    );
    expect((await debitOf(payer, debitId)).attempts).toEqual([]);
    answered(await payer.backend.post(`/sandbox/debits/${debitId}/notice`, { delivered: true }), 201, simulated);
    await advanceHours(payer, 2);
    const { notice } = await debitOnce(payer, debitId, 'notified');
    await advanceHours(payer, 96);
    const { attempts } = await debitOnce(payer, debitId, 'succeeded');
    const waited = Date.parse(attempts[0]?.at ?? '') - Date.parse(notice?.deliveredAt ?? '');
    expect(waited).toBeGreaterThanOrEqual(24 * hourMs);
  },
};

const bounced: Story = {
  title: 'regulation 1.4 a notice that bounces stops its debit, and the same notice delivered after all lets it go on',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Penna Fibre');
    const { mandateId } = await activeMandate(payer);
    const { debitId } = await plannedDebit(payer, mandateId, { amount: 499_00, hours: 1 });
    await debitOnce(payer, debitId, 'notified');
    const say = async (delivered: boolean) => {
      const answer = await payer.backend.post(`/sandbox/debits/${debitId}/notice`, { delivered });
      answered(answer, 201, z.looseObject({ delivered: z.literal(delivered) }));
    };
    await say(false);
    expect((await debitOnce(payer, debitId, 'notification_failed')).notice?.status).toBe('undelivered');
    await say(true);
    expect((await debitOnce(payer, debitId, 'notified')).notice?.status).toBe('delivered');
    await advanceHours(payer, 40);
    await debitOnce(payer, debitId, 'succeeded');
  },
};

const oneACycle: Story = {
  title: 'D-20 a mandate of a fixed frequency has one debit per cycle, and its INR 1 took the first',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Vaigai Fibre');
    const { mandateId } = await activeMandate(payer, { frequency: 'monthly' });
    refused(await orderDebit(payer, mandateId, { amount: 499_00, hours: 48 }), 409, 'cycle_used');
    const next = await plannedDebit(payer, mandateId, { amount: 499_00, hours: 40 * 24 });
    expect(next.status).toBe('scheduled');
    refused(await orderDebit(payer, mandateId, { amount: 499_00, hours: 41 * 24 }), 409, 'debit_open');
    expect((await mandateOf(payer, mandateId)).status).toBe('active');
  },
};

export const debitStories: readonly Story[] = [
  announced,
  authenticated,
  insured,
  skipped,
  withdrawnBetween,
  retried,
  undelivered,
  bounced,
  oneACycle,
];
