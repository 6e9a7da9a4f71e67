import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { CardMandate, CardMandateDebit } from './card-mandate.ts';

/** Types of a mandate's records. */
export type CardMandateEvent =
  | 'card_mandate.registered'
  | 'card_mandate.withdrawn'
  | 'card_mandate.repointed'
  | 'card_mandate.taken_back'
  | 'card_mandate_debit.announced'
  | 'card_mandate_debit.notified'
  | 'card_mandate_debit.notice_failed'
  | 'card_mandate_debit.debited'
  | 'card_mandate_debit.skipped'
  | 'card_mandate_debit.declined'
  | 'card_mandate_debit.taken_back';

/** What events tell of a mandate. */
export const mandateFacts = ({
  mandateId,
  customerId,
  cardId,
  merchant,
  maxAmount,
  frequency,
  category,
}: CardMandate): Readonly<Record<string, unknown>> => ({
  ...{ mandateId, customerId, cardId, merchant, frequency, category },
  maxAmount: toWire(maxAmount),
});

/** What events tell of one of its debits. */
export const debitFacts = (debit: CardMandateDebit): Readonly<Record<string, unknown>> => ({
  debitId: debit.debitId,
  amount: toWire(debit.amount),
  dueAt: toTimestamp(debit.dueAt),
  status: debit.status,
  ...(debit.deliveredAt === undefined ? {} : { deliveredAt: toTimestamp(debit.deliveredAt) }),
  ...(debit.authorizationId === undefined ? {} : { authorizationId: debit.authorizationId }),
});

/** The record of a mandate's newest change. */
export const mandateRecord = (
  partition: string,
  mandate: CardMandate,
  { type, data = {} }: { readonly type: CardMandateEvent; readonly data?: Readonly<Record<string, unknown>> },
): RecordDraft => ({
  resource: { type: 'card_mandate', id: mandate.mandateId },
  partition,
  sequence: mandate.sequence,
  type,
  data: { ...mandateFacts(mandate), ...data },
});
