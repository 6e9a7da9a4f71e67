import { randomUUID } from 'node:crypto';
import { approveCorrection } from '../../../functions/balances/approve-correction/declaration.ts';
import { wire as wireApprove } from '../../../functions/balances/approve-correction/handler.ts';
import { createCorrection } from '../../../functions/balances/create-correction/declaration.ts';
import { wire as wireCreate } from '../../../functions/balances/create-correction/handler.ts';
import type { Currency } from '../../../functions/kernel/money/currency.ts';
import type { TestCaller } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { inr } from './money-bench.ts';

export const maker = { staff: 'Admin', of: 'platform', subject: 'maker' } as const satisfies TestCaller;
export const checker = { staff: 'Manager', of: 'platform', subject: 'checker' } as const satisfies TestCaller;

/** A wish for a correction; a credit unless told otherwise. */
export interface WantedCorrection {
  readonly amount: number;
  readonly direction?: 'credit' | 'debit';
  readonly currency?: Currency;
  readonly as?: TestCaller;
  readonly key?: string;
}

interface Approval {
  readonly as?: TestCaller;
  readonly key?: string;
}

/** The operations of corrections, on one platform. */
export const correctionBench = (platform: TestPlatform) => {
  const handlers = { create: wireCreate(platform), approve: wireApprove(platform) };
  const create = (balanceId: string, { amount, direction = 'credit', currency, as = maker, key }: WantedCorrection) =>
    call(handlers.create, createCorrection, {
      as,
      params: { balanceId },
      body: { direction, amount: inr(amount, currency), reason: 'Booked twice' },
      idempotencyKey: key ?? randomUUID(),
    });
  const approve = (correctionId: string, { as = checker, key = randomUUID() }: Approval = {}) =>
    call(handlers.approve, approveCorrection, { as, params: { correctionId }, idempotencyKey: key });
  return {
    create,
    approve,
    /** Asked for and approved. */
    correct: async (balanceId: string, wanted: WantedCorrection) => {
      const { body } = await create(balanceId, wanted);
      return approve(String(body.correctionId));
    },
  };
};
