import { digestOf } from '../../kernel/ids/digest.ts';

/** What an order at the payment provider is for. */
export interface ReceiptSubject {
  readonly tenantId: string;
  readonly mandateId: string;
  /** Which cycle of the mandate, or what else the order is about, such as a payment's id. */
  readonly cycle: string;
  /** Such as `create`, `modify`, `withdraw`, `debit`, `payment`. */
  readonly kind: string;
  /** Counts the orders that there may be for one and the same subject, from 1. */
  readonly number: number;
}

/**
 * Our key towards the payment provider (SH-24): the same subject has the same receipt on every try, so a repeat meets
 * the order that is there instead of making a second one (SH-28).
 * @returns 40 characters, the most that the provider takes
 */
export const receiptOf = ({ tenantId, mandateId, cycle, kind, number }: ReceiptSubject): string =>
  `ndl-${digestOf([tenantId, mandateId, cycle, kind, String(number)], 36)}`;
