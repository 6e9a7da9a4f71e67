import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { holds } from '../../local/demo/leak-scan.ts';
import { playStories } from '../journeys/support/play.ts';
import { newTenant, readyCustomer } from '../journeys/support/actors.ts';
import { backend, staff } from '../journeys/support/caller.ts';
import { createCard } from '../journeys/support/cards.ts';
import { encryptionFor } from '../journeys/support/encryption.ts';
import { eventually } from '../journeys/support/eventually.ts';
import {
  activeMandate,
  advanceTo,
  askForMandate,
  debitOf,
  mandateOf,
  payerOf,
  plannedDebit,
} from '../journeys/support/mandates.ts';
import { carryOut, givenPurse, inr, loadOrder } from '../journeys/support/money.ts';
import type { Deployed } from './support/deployed.ts';
import { deployForTests } from './support/deployed.ts';

const deploymentLimitMs = 900_000;

describe('The platform, deployed by the CDK', () => {
  let running: Deployed | undefined;
  const deployed = (): Deployed => {
    if (running === undefined) throw new Error('nothing was deployed');
    return running;
  };

  beforeAll(async () => {
    running = await deployForTests();
  }, deploymentLimitMs);

  afterAll(async () => {
    await running?.takeDown();
  });

  playStories(() => deployed().platform);

  test('M-40 a card number is in no item and no log line of the deployment', { timeout: 120_000 }, async () => {
    const { platform, inspection } = deployed();
    const tenant = backend(platform, platform.demo.apiKey);
    const { cardId, pan, lastFour } = await issue(tenant);
    const [items, lines] = [await inspection.items(), await inspection.logLines()];
    const mentions = (traces: readonly string[], text: string): number =>
      traces.filter((trace) => trace.includes(text)).length;

    expect(mentions(items, cardId), 'items of the card').toBeGreaterThan(1);
    expect(mentions(items, lastFour), 'items with its last four').toBeGreaterThan(0);
    expect(mentions(lines, 'createVirtualCard'), 'lines of its operation').toBeGreaterThan(0);
    expect([...items, ...lines].filter((trace) => holds(trace, pan)).length, 'traces of its number').toBe(0);
  });

  test('AN-70 a tenant is mailed when its credit falls below its level', { timeout: 120_000 }, async () => {
    const { platform, inspection } = deployed();
    const { tenantId, backend: tenant } = await newTenant(platform, 'Bhavani Wallet');
    const operator = staff(platform, platform.operatorToken);
    const alertEmail = `money-${Date.now()}@company-x.example`;
    await givenPurse(operator, { tenantId, kind: 'credit', amount: 60_000, alertEmail });
    const { balanceId } = await readyCustomer(tenant, 'Padma');
    await carryOut(loadOrder(tenant, balanceId, 20_000));

    const mails = await eventually('the mail', async () => {
      const found = (await inspection.mailed()).filter((to) => to === alertEmail);
      return found.length > 0 ? found : undefined;
    });
    expect(mails).toHaveLength(1);
  });

  test('SH-34 a timer that is more than a minute away is fired by the scheduler', { timeout: 240_000 }, async () => {
    const payer = await payerOf(deployed().platform, 'Lohit Fibre');
    const { mandateId, authentication } = await askForMandate(payer, { method: 'upi', maxAmount: inr(5_000_00) });
    // What is due within a minute waits in a queue, and nothing moves it any more.
    const early = new Date(Date.parse(authentication.expiresAt) - 70_000).toISOString();
    expect(await advanceTo(payer, early)).toEqual([]);
    const look = async () => {
      const { status } = await mandateOf(payer, mandateId);
      return status === 'pending_authentication' ? undefined : status;
    };
    expect(await eventually('the end of the registration', look, 180_000)).toBe('expired');
  });

  test(
    'SH-03 SH-34 at short notice the scheduler has a debit announced, and asks for its money when the wait is over',
    { timeout: 480_000 },
    async () => {
      const payer = await payerOf(deployed().platform, 'Subansiri Fibre');
      const { mandateId } = await activeMandate(payer, { method: 'upi', maxAmount: inr(5_000_00) });
      const { debitId, notifyAt } = await plannedDebit(payer, mandateId, { amount: 499_00 });
      const onceScheduled = async (status: string, dueAt: string) => {
        // The tenant's clock stops short of what is due: the scheduler alone gets there.
        const before = await advanceTo(payer, new Date(Date.parse(dueAt) - 70_000).toISOString());
        expect(before.filter(({ resource }) => resource === debitId)).toEqual([]);
        const look = async () => {
          const debit = await debitOf(payer, debitId);
          return debit.status === status ? debit : undefined;
        };
        return eventually(`the debit to be ${status}`, look, 180_000);
      };
      const notified = await onceScheduled('notified', notifyAt);
      const deliveredAt = Date.parse(notified.notice?.deliveredAt ?? '');
      expect(notified.attempts).toEqual([]);
      const { attempts } = await onceScheduled('succeeded', z.iso.datetime().parse(notified['nextAttemptAt']));
      expect(attempts).toMatchObject([{ status: 'captured' }]);
      expect(Date.parse(attempts[0]?.at ?? '') - deliveredAt).toBeGreaterThanOrEqual(25 * 3_600_000);
    },
  );

  test('I1 I16 I21 the deployed journal sums to zero and its chains are whole', { timeout: 120_000 }, async () => {
    const { inspection } = deployed();
    const report = await eventually('the last entry in its chain', async () => {
      const found = await inspection.ledger();
      return found.chain.waiting === 0 && found.differences.length === 0 ? found : undefined;
    }).catch(() => inspection.ledger());
    expect(report.differences).toEqual([]);
    expect(report.chain.waiting).toBe(0);
    expect(report.entries).toBeGreaterThan(20);
  });

  test('M-27 nothing was given up on the way: every dead-letter queue is empty', async () => {
    const waiting = await deployed().inspection.deadLetters();
    expect(Object.keys(waiting).length).toBeGreaterThan(3);
    expect(Object.entries(waiting).filter(([, messages]) => messages !== 0)).toEqual([]);
  });
});

const issue = async (tenant: ReturnType<typeof backend>) => {
  const encryption = await encryptionFor(tenant);
  const card = await createCard(tenant, encryption, await readyCustomer(tenant, 'Padma'));
  return { cardId: card.cardId, pan: card.pan, lastFour: card.pan.slice(-4) };
};
