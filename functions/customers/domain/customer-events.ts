import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Customer } from './customer.ts';

type Change = Pick<RecordDraft, 'type' | 'data' | 'previous'>;

/** The record of a customer's change; personal data stays out of events. */
export const customerRecord = (partition: string, customer: Customer, change: Change): RecordDraft => ({
  resource: { type: 'customer', id: customer.customerId },
  partition,
  sequence: customer.sequence,
  ...change,
});

/** What an event tells of a customer. */
export const customerFacts = (customer: Customer): Readonly<Record<string, unknown>> => ({
  customerId: customer.customerId,
  status: customer.status,
  kycLevel: customer.kycLevel,
  ...(customer.externalId === undefined ? {} : { externalId: customer.externalId }),
});
