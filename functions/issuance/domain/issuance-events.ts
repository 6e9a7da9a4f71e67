import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Issuance, IssuanceStatus } from './issuance.ts';

const eventOfStatus: Readonly<Record<IssuanceStatus, string>> = {
  awaiting_kyc: 'issuance.kyc_started',
  creating_balance: 'issuance.kyc_satisfied',
  creating_card: 'issuance.balance_ready',
  completed: 'issuance.completed',
  failed: 'issuance.failed',
};

const facts = (issuance: Issuance): Readonly<Record<string, unknown>> => ({
  issuanceId: issuance.issuanceId,
  customerId: issuance.customerId,
  status: issuance.status,
  ...(issuance.kycId === undefined ? {} : { kycId: issuance.kycId }),
  ...(issuance.status === 'creating_card' || issuance.status === 'completed' ? { balanceId: issuance.balanceId } : {}),
  ...(issuance.status === 'completed' ? { cardId: issuance.cardId } : {}),
  ...(issuance.failureCode === undefined ? {} : { failureCode: issuance.failureCode }),
});

/** The record of an issuance's change; its first one starts the workflow. */
export const issuanceRecord = (partition: string, issuance: Issuance): RecordDraft => ({
  resource: { type: 'issuance', id: issuance.issuanceId },
  partition,
  sequence: issuance.sequence,
  type: issuance.sequence === 1 ? 'issuance.requested' : eventOfStatus[issuance.status],
  data: facts(issuance),
});
