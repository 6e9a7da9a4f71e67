import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import {
  activeMandate,
  advanceHours,
  askForMandate,
  authenticate,
  eventsOf,
  inHours,
  mandateOf,
  mandateOnce,
  mandateOperation,
  mandateTerms,
  payerOf,
  shownMandate,
  storyOf,
} from '../support/mandates.ts';
import { inr } from '../support/money.ts';

const page = z.object({ data: z.array(shownMandate) });

const registered: Story = {
  title:
    'SH-01 SH-06 SH-07 SH-09 SH-11 SH-12 D-17 a card mandate is active once its payer has authenticated, and the INR 1 goes back',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Narmada Fibre');
    const { mandateId, authentication } = await askForMandate(payer);
    expect(authentication.type).toBe('redirect');
    expect(Date.parse(authentication.expiresAt)).toBeGreaterThan(Date.now());
    expect(await mandateOf(payer, mandateId)).toMatchObject({
      status: 'pending_authentication',
      maxAmount: inr(20_000_00),
      limitKind: 'soft',
      openOperation: { type: 'create', status: 'afa_pending' },
    });

    await authenticate(payer, mandateId);
    const active = await mandateOnce(payer, mandateId, ({ authCharge }) => authCharge?.status === 'refunded');
    expect(active).toMatchObject({ status: 'active', authCharge: { amount: inr(1_00), status: 'refunded' } });
    expect(Date.parse(active.authCharge?.refundedAt ?? '')).not.toBeNaN();
    expect(active.openOperation).toBeUndefined();

    const told = await storyOf(payer, { kind: 'mandate', id: mandateId }, 'mandate.activated');
    expect(told).toEqual(['mandate.requested', 'mandate.authenticated', 'mandate.activated']);
    const charges = (await eventsOf(payer, 'auth_charge.*')).map(({ type }) => type);
    expect(charges).toEqual([
      'auth_charge.held',
      'auth_charge.captured',
      'auth_charge.refund_scheduled',
      'auth_charge.refunded',
    ]);
    refused(
      await payer.backend.post(`/sandbox/mandates/${mandateId}/afa`, { outcome: 'success' }),
      409,
      'invalid_state',
    );
    for (const own of [
      answered(await payer.backend.get(`/secure/customers/${payer.customerId}/mandates`), 200, page),
      answered(await payer.me.get('/customers/me/mandates'), 200, page),
    ]) {
      expect(own.data.map(({ status, ...mandate }) => [mandate.mandateId, status])).toEqual([[mandateId, 'active']]);
    }
  },
};

const notRegistered: Story = {
  title: 'SH-07 SH-09 SH-14 a payer who fails, walks away or never comes has no mandate, and nobody can be debited',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Tapti Fibre');
    for (const outcome of ['failure', 'abandoned'] as const) {
      const { mandateId } = await askForMandate(payer);
      await authenticate(payer, mandateId, outcome);
      const ended = await mandateOnce(payer, mandateId, ({ status }) => status !== 'pending_authentication');
      expect(ended.status).toBe('rejected');
      expect(ended.authCharge?.status ?? 'none').not.toBe('captured');
      const debit = { amount: inr(499_00), dueAt: await inHours(payer, 72), reference: 'b-1', reason: 'Broadband' };
      refused(await payer.backend.post(`/secure/mandates/${mandateId}/debits`, debit), 409, 'invalid_state');
    }
    const { mandateId } = await askForMandate(payer);
    const happened = await advanceHours(payer, 73);
    expect(happened.map(({ operation }) => operation)).toContain('expireAuthentication');
    const expired = await mandateOnce(payer, mandateId, ({ status }) => status !== 'pending_authentication');
    expect(expired.status).toBe('expired');
    const late = await payer.backend.post(`/sandbox/mandates/${mandateId}/afa`, { outcome: 'failure' });
    expect([201, 409]).toContain(late.status);
    expect((await mandateOf(payer, mandateId)).status).toBe('expired');
  },
};

const approvedOnPhone: Story = {
  title: 'SH-04 SH-17 a UPI mandate is approved on the phone, and only its payer pauses and resumes it',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Godavari Fibre');
    const { mandateId, authentication } = await askForMandate(payer, { method: 'upi', maxAmount: inr(5_000_00) });
    expect(authentication.type).toBe('upi_intent');
    await authenticate(payer, mandateId);
    const active = await mandateOnce(payer, mandateId, ({ status }) => status === 'active');
    expect(active).toMatchObject({ method: 'upi', limitKind: 'hard' });

    for (const order of ['pause', 'resume']) {
      const asked = await payer.backend.post(`/secure/mandates/${mandateId}/${order}`, {});
      refused(asked, 409, 'invalid_state');
    }
    const pause = await payer.me.post(`/customers/me/mandates/${mandateId}/pause`, {});
    expect(answered(pause, 202, mandateOperation)).toMatchObject({ type: 'pause', status: 'succeeded' });
    expect((await mandateOf(payer, mandateId)).status).toBe('paused');
    const debit = { amount: inr(499_00), dueAt: await inHours(payer, 72), reference: 'b-1', reason: 'Broadband' };
    const path = `/secure/mandates/${mandateId}/debits`;
    refused(await payer.backend.post(path, debit), 409, 'invalid_state');
    answered(await payer.me.post(`/customers/me/mandates/${mandateId}/resume`), 202, mandateOperation);
    expect((await mandateOf(payer, mandateId)).status).toBe('active');
    answered(await payer.backend.post(path, debit), 201, z.looseObject({ status: z.literal('scheduled') }));
  },
};

const limited: Story = {
  title: 'SH-19 SH-20 SH-21 D-20 what bank and app allow bounds a UPI mandate, and a fixed frequency is warned of',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Kaveri Fibre');
    const path = `/secure/customers/${payer.customerId}/mandates`;
    const knownLimits = { bankRecurring: inr(10_000_00), bankDaily: inr(20_000_00), appRecurring: inr(5_000_00) };
    const upi = { method: 'upi', knownLimits };
    refused(await payer.backend.post(path, mandateTerms({ ...upi, maxAmount: inr(5_000_01) })), 422, 'limit_exceeded');
    const asked = await payer.backend.post(
      path,
      mandateTerms({ ...upi, maxAmount: inr(5_000_00), frequency: 'monthly' }),
    );
    const made = z.looseObject({
      limits: z.looseObject({ suggestedMaximum: z.object({ amount: z.literal(5_000_00), currency: z.string() }) }),
      warnings: z.array(z.looseObject({ code: z.string() })).min(1),
    });
    answered(asked, 201, made);
    const unlimited = await payer.backend.post(path, mandateTerms({ method: 'upi', maxAmount: inr(5_000_00) }));
    expect(answered(unlimited, 201, made.omit({ warnings: true })).limits).toMatchObject({ known: false });
  },
};

const changed: Story = {
  title: 'domain 2.8 another maximum holds once the payer has authenticated, and not when the payer says no',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Sabari Fibre');
    const { mandateId } = await activeMandate(payer, { maxAmount: inr(1_000_00) });
    const modify = async (maxAmount: number) =>
      answered(
        await payer.backend.post(`/secure/mandates/${mandateId}/modify`, { maxAmount: inr(maxAmount) }),
        202,
        mandateOperation,
      );
    expect(await modify(3_000_00)).toMatchObject({ type: 'modify', status: 'afa_pending' });
    await authenticate(payer, mandateId, 'failure');
    const kept = await mandateOnce(payer, mandateId, ({ openOperation }) => openOperation === undefined);
    expect(kept).toMatchObject({ status: 'active', maxAmount: inr(1_000_00) });

    await modify(2_000_00);
    await authenticate(payer, mandateId);
    const more = await mandateOnce(payer, mandateId, ({ openOperation }) => openOperation === undefined);
    expect(more).toMatchObject({ status: 'active', maxAmount: inr(2_000_00) });
  },
};

const givenUp: Story = {
  title: 'domain 2.8 a payee gives up its mandate without authentication, a payer leaves it with one',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Chambal Fibre');
    const byPayee = await activeMandate(payer);
    const path = `/secure/mandates/${byPayee.mandateId}/withdraw`;
    const left = answered(await payer.backend.post(path, { reason: 'moved away' }), 202, mandateOperation);
    expect(left).toMatchObject({ type: 'withdraw' });
    expect(left.authentication).toBeUndefined();
    await mandateOnce(payer, byPayee.mandateId, ({ status }) => status === 'cancelled');

    const byPayer = await activeMandate(payer);
    const asked = await payer.me.post(`/customers/me/mandates/${byPayer.mandateId}/withdraw`, {});
    expect(answered(asked, 202, mandateOperation)).toMatchObject({ type: 'withdraw', status: 'afa_pending' });
    await authenticate(payer, byPayer.mandateId, 'abandoned');
    const kept = await mandateOnce(payer, byPayer.mandateId, ({ openOperation }) => openOperation === undefined);
    expect(kept.status).toBe('active');

    answered(await payer.me.post(`/customers/me/mandates/${byPayer.mandateId}/withdraw`, {}), 202, mandateOperation);
    await authenticate(payer, byPayer.mandateId);
    await mandateOnce(payer, byPayer.mandateId, ({ status }) => status === 'cancelled');
    refused(await payer.me.post(`/customers/me/mandates/${byPayer.mandateId}/pause`, {}), 409, 'invalid_state');
  },
};

export const mandateStories: readonly Story[] = [registered, notRegistered, approvedOnPhone, limited, changed, givenUp];
