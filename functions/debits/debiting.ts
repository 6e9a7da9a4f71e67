import type { CustomerContacts } from '../customers/ports/customer-contacts.ts';
import type { CustomerDirectory } from '../customers/ports/customer-directory.ts';
import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { Meter } from '../kernel/observability/meter.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { MandateDoubts } from '../mandates/ports/mandate-doubts.ts';
import type { MandateStore } from '../mandates/ports/mandate-store.ts';
import type { PaymentProvider, ProviderPayment } from '../mandates/ports/payment-provider.ts';
import { PaymentRefused } from '../mandates/ports/payment-refused.ts';
import type { Notifier } from '../notifications/ports/notifier.ts';
import type { Debit } from './domain/debit.ts';
import { debitNotFound, mandateNotFound } from './domain/debit-errors.ts';
import type { DebitStore } from './ports/debit-store.ts';
import type { PaymentStore } from './ports/payment-store.ts';

/** What brings a debit from its making to its end. */
export interface Debiting {
  readonly debits: DebitStore;
  readonly payments: PaymentStore;
  readonly mandates: Pick<MandateStore, 'find' | 'replace' | 'unchanged'>;
  readonly doubts: MandateDoubts;
  readonly customers: Pick<CustomerDirectory, 'find'> & Pick<CustomerContacts, 'emailOf'>;
  readonly provider: PaymentProvider;
  readonly notifier: Notifier;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly meter: Meter;
}

export type Mandate = NonNullable<Awaited<ReturnType<MandateStore['find']>>>;

/** A debit and the mandate that it stands on, as they are stored now. */
export interface DebitAndMandate {
  readonly debit: Debit;
  readonly mandate: Mandate;
}

/** @throws mandate_not_found */
export const loadMandate = async (
  { mandates }: Pick<Debiting, 'mandates'>,
  { tenant }: OperationContext,
  mandateId: string,
): Promise<Mandate> => {
  const mandate = await mandates.find(tenant, mandateId);
  if (mandate === undefined) throw mandateNotFound();
  return mandate;
};

/** @throws debit_not_found, mandate_not_found */
export const loadDebit = async (
  deps: Pick<Debiting, 'debits' | 'mandates'>,
  context: OperationContext,
  debitId: string,
): Promise<DebitAndMandate> => {
  const debit = await deps.debits.find(context.tenant, debitId);
  if (debit === undefined) throw debitNotFound();
  return { debit, mandate: await loadMandate(deps, context, debit.mandateId) };
};

const mostTries = 4;

/** Decides again when somebody else changed debit or mandate meanwhile: the step reads both on every try. */
export const again = async <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ConcurrentChange) || tries === mostTries) throw error;
    }
  }
};

export const together = (...works: readonly Work[]): Work => ({
  writes: works.flatMap(({ writes }) => writes),
  records: works.flatMap(({ records }) => records),
});

/** Somebody may have to look, or to give money back. */
export const callForAttention = ({ log }: OperationContext, resourceId: string, code: string): void =>
  log.error('debit_needs_attention', { resourceId, code });

/**
 * The payments of an order; none when the provider does not know the order any more and nothing is under way on it, since
 * nothing more can come of it then.
 * @throws PaymentRefused of an order on which something is under way; TemporarilyUnavailable
 */
export const paymentsOf = async (
  { provider }: Pick<Debiting, 'provider'>,
  { tenant }: OperationContext,
  { orderId, isOver }: { readonly orderId: string; readonly isOver: boolean },
): Promise<readonly ProviderPayment[]> => {
  try {
    return await provider.paymentsOf(tenant, orderId);
  } catch (error) {
    if (error instanceof PaymentRefused && isOver) return [];
    throw error;
  }
};
