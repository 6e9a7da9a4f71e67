import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { customerAccount, move } from './accounts.ts';
import type { Correction, CorrectionStatus } from './correction.ts';
import { signedAmount } from './correction.ts';
import { transactionRecord } from './transaction.ts';

const typeOf: Readonly<Record<CorrectionStatus, RecordDraft['type']>> = {
  pending_approval: 'correction.requested',
  completed: 'correction.approved',
};

/** The record of a correction's change. */
export const correctionRecord = (partition: string, correction: Correction): RecordDraft => {
  const { correctionId, balanceId, direction, amount, reason, status, transactionId, sequence } = correction;
  return {
    resource: { type: 'correction', id: correctionId },
    partition,
    sequence,
    type: typeOf[status],
    data: {
      ...{ correctionId, balanceId, direction, amount: toWire(amount), reason, status },
      ...(transactionId === undefined ? {} : { transactionId }),
    },
    ...(status === 'completed' ? { previous: { status: 'pending_approval' } } : {}),
  };
};

/** The journal entry of a correction: customer ± and suspense ∓. */
export const correctionEntry = (
  partition: string,
  correction: Correction,
  { eventId, transactionId }: { readonly eventId: string; readonly transactionId: string },
): RecordDraft => {
  const { correctionId, balanceId, amount, direction, reason } = correction;
  const account = customerAccount(balanceId);
  return transactionRecord(
    partition,
    {
      ...{ transactionId, balanceId, type: 'correction', ...signedAmount(correction) },
      reference: correctionId,
      description: reason,
    },
    { eventId, legs: direction === 'credit' ? move('suspense', account, amount) : move(account, 'suspense', amount) },
  );
};
