import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issuance, IssuanceStatus } from '../../functions/issuance/domain/issuance.ts';
import { advance, failureCodeOf, issuanceStatuses } from '../../functions/issuance/domain/issuance.ts';
import { isFinal } from '../../functions/customers/domain/kyc-status.ts';
import { dynamoKycStore } from '../../functions/customers/infrastructure/dynamo-kyc-store.ts';
import { ConcurrentChange } from '../../functions/kernel/errors/domain-error.ts';
import { storeCustomer } from '../support/stored-customer.ts';
import type { CardWorld } from '../functions/issuance/given-issuances.ts';
import {
  applyKyc,
  givenIssuance,
  historyOf,
  order,
  resume,
  startCardWorld,
  storedIssuance,
  tasksOf,
  videoKyc,
} from '../functions/issuance/given-issuances.ts';

const fresh: Issuance = {
  issuanceId: 'iss_1',
  customerId: 'cus_1',
  status: 'awaiting_kyc',
  plannedKycId: 'kyc_1',
  balanceId: 'bal_1',
  newBalanceCurrency: 'INR',
  cardId: 'crd_1',
  createdAt: Temporal.Instant.from('2026-11-21T06:30:00Z'),
  sequence: 1,
};

const rank: Readonly<Record<IssuanceStatus, number>> = {
  awaiting_kyc: 0,
  creating_balance: 1,
  creating_card: 2,
  completed: 3,
  failed: 3,
};

describe('The states of an issuance', () => {
  it('I13 only go ahead: no sequence of steps goes back, leaves an end, or counts a change twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...issuanceStatuses), { maxLength: 20 }), (steps) => {
        let issuance = fresh;
        for (const to of steps) {
          const next = advance(issuance, to, to === 'awaiting_kyc' ? { kycId: 'kyc_1' } : {});
          if (next === undefined) continue;
          expect(rank[issuance.status]).toBeLessThan(3);
          expect(rank[next.status]).toBeGreaterThanOrEqual(rank[issuance.status]);
          expect(next.sequence).toBe(issuance.sequence + 1);
          issuance = next;
        }
        expect(issuance.sequence).toBeLessThanOrEqual(5);
      }),
      { numRuns: 2_000 },
    );
  });

  it('I13 can be ended from wherever they are', () => {
    for (const status of issuanceStatuses) {
      const ended = rank[status] === 3;
      expect(advance({ ...fresh, status }, 'failed')?.status).toBe(ended ? undefined : 'failed');
    }
  });

  it('never show a tenant anything of an error but a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (error) => {
        expect(failureCodeOf(error)).toMatch(/^[a-z][a-z_]*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('The steps of an issuance, on the platform', () => {
  let world: CardWorld;
  beforeAll(async () => {
    world = await startCardWorld();
  });
  afterAll(() => world.stop());

  const stepNames = ['kyc', 'balance', 'card', 'approve', 'reject', 'resume', 'fail'] as const;
  type StepName = (typeof stepNames)[number];

  /** The queue delivers a result again when another one came first. */
  const heard = async (kycId: string, outcome: 'approved' | 'rejected'): Promise<void> => {
    await applyKyc(world, kycId, outcome).catch((error: unknown) => {
      if (!(error instanceof ConcurrentChange)) throw error;
      return applyKyc(world, kycId, outcome);
    });
  };

  /** The bus tells how a case ended, once it has. */
  const tellEnd = async (kycId: string): Promise<void> => {
    const kyc = await dynamoKycStore(world.platform.table).find(world.tenant, kycId);
    if (kyc !== undefined && isFinal(kyc.status)) await resume(world, `kyc.${kyc.status}`, kycId);
  };

  const runTask = (step: StepName, issuanceId: string, token: string): Promise<unknown> => {
    const tasks = tasksOf(world);
    if (step === 'kyc') return tasks.ensureKyc(issuanceId, token);
    if (step === 'balance') return tasks.ensureBalance(issuanceId);
    return step === 'card' ? tasks.issueCard(issuanceId) : tasks.failIssuance(issuanceId, 'States.Timeout');
  };

  /** Runs a step as a workflow that has lost its senses might: at any time, any number of times. */
  const run = async (step: StepName, issuanceId: string, token: string): Promise<void> => {
    const { kycId } = await storedIssuance(world, issuanceId);
    if (step !== 'approve' && step !== 'reject' && step !== 'resume') await runTask(step, issuanceId, token);
    else if (kycId === undefined) return;
    else if (step === 'resume') await tellEnd(kycId);
    else await heard(kycId, step === 'approve' ? 'approved' : 'rejected');
  };

  const made = async (issuance: Issuance) => {
    const ours = (await world.platform.items()).filter(({ customerId }) => customerId === issuance.customerId);
    const named = (name: string) => ours.filter((item) => item['item'] === name).length;
    return { balances: named('balance'), cards: named('card') };
  };

  const anySteps = fc.array(fc.record({ step: fc.constantFrom(...stepNames), times: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 8,
  });

  const givenAny = async (): Promise<string> => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    return givenIssuance(world, customerId, { ...order, kyc: videoKyc });
  };

  it('I3 I13 in any order and number make at most one balance and one card, and the right order ends it', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const issuanceId = await givenAny();
        const seen: number[] = [];
        for (const { step, times } of steps) {
          await Promise.all(Array.from({ length: times }, (_, turn) => run(step, issuanceId, `${issuanceId}-${turn}`)));
          seen.push(rank[(await storedIssuance(world, issuanceId)).status]);
        }
        expect(seen).toEqual(seen.toSorted());
        for (const step of ['kyc', 'approve', 'resume', 'kyc', 'balance', 'card', 'fail'] as const) {
          await run(step, issuanceId, `${issuanceId}-last`);
        }
        const issuance = await storedIssuance(world, issuanceId);
        const { balances, cards } = await made(issuance);
        expect(['completed', 'failed']).toContain(issuance.status);
        expect(cards).toBe(issuance.status === 'completed' ? 1 : 0);
        expect(balances).toBeLessThanOrEqual(1);
        const history = await historyOf(world, issuanceId);
        expect(new Set(history).size).toBe(history.length);
      }),
      { numRuns: 25 },
    );
  });
});
