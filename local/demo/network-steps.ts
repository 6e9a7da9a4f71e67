import * as z from 'zod';
import { inr, insistOn } from './amounts.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const heard = z.object({
  authorizationId: z.string().nullable(),
  decision: z.string(),
  actionCode: z.string(),
  responseCode: z.string(),
  decisionId: z.string().nullable(),
});
const decision = z.object({
  outcome: z.string(),
  reason: z.string(),
  checks: z.array(z.object({ name: z.string(), outcome: z.string(), threshold: z.json() })),
  wouldPassWith: z.record(z.string(), z.json()).optional(),
});
const message = z.object({ messageId: z.string() });

const merchant = { name: 'Chai Point', mcc: '5814', country: 'IN' };

/** Somebody pays at a terminal. @param amount minor units @returns what the network hears */
export const payWith = (stage: Stage, cardId: string, amount: number): Promise<z.output<typeof heard>> => {
  const path = `/sandbox/cards/${cardId}/authorizations`;
  const body = { amount: inr(amount), merchant, channel: 'pos' };
  return stage.api.call({ method: 'POST', path, body }, heard);
};

const pay = (stage: Stage, amount: number) => payWith(stage, stage.take('cardId'), amount);

const approval = (stage: Stage): DemoStep => ({
  title: 'The card pays: approved',
  run: async () => {
    const { authorizationId, decision: outcome, responseCode } = await pay(stage, 150_000);
    if (outcome !== 'approved' || authorizationId === null) throw new Error(`the network heard ${responseCode}`);
    stage.leave('authorizationId', authorizationId);
    const levels = await insistOn(stage, stage.take('balanceId'), { available: 350_000, held: 150_000 });
    return `${authorizationId}, response ${responseCode}, ${levels}`;
  },
});

const decline = (stage: Stage): DemoStep => ({
  title: 'It pays more than there is: declined, and why',
  run: async () => {
    const { decision: outcome, decisionId, responseCode } = await pay(stage, 400_000);
    if (outcome !== 'declined' || decisionId === null) throw new Error(`the network heard ${responseCode}`);
    const path = `/secure/decisions/${decisionId}`;
    const { reason, checks, wouldPassWith } = await stage.api.call({ method: 'GET', path }, decision);
    insist(reason === 'insufficient_funds', `it was declined for ${reason}`);
    const failed = checks.findIndex(({ outcome: result }) => result === 'failed') + 1;
    const instead = JSON.stringify(wouldPassWith);
    return `response ${responseCode}, ${reason}, check ${failed} of ${checks.length}; would pass with ${instead}`;
  },
});

const clearing = (stage: Stage): DemoStep => ({
  title: 'The merchant clears a part',
  run: async () => {
    const path = `/sandbox/authorizations/${stage.take('authorizationId')}/clearing`;
    await stage.api.call({ method: 'POST', path, body: { amount: inr(110_000), final: false } }, message);
    await stage.platform.idle();
    return insistOn(stage, stage.take('balanceId'), { available: 350_000, held: 40_000 });
  },
});

const refund = (stage: Stage): DemoStep => ({
  title: 'The merchant gives some of it back',
  run: async () => {
    const path = `/sandbox/cards/${stage.take('cardId')}/refunds`;
    const body = { amount: inr(25_000), merchant, authorizationId: stage.take('authorizationId') };
    await stage.api.call({ method: 'POST', path, body }, message);
    await stage.platform.idle();
    return insistOn(stage, stage.take('balanceId'), { available: 375_000, held: 40_000 });
  },
});

/** A purchase from its authorization to a refund. */
export const purchase = (stage: Stage): readonly DemoStep[] => [
  approval(stage),
  decline(stage),
  clearing(stage),
  refund(stage),
];
