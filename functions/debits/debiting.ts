import type { CustomerContacts } from '../customers/ports/customer-contacts.ts';
import type { CustomerDirectory } from '../customers/ports/customer-directory.ts';
import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { Meter } from '../kernel/observability/meter.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { MandateDoubts } from '../mandates/ports/mandate-doubts.ts';
import type { MandateStore } from '../mandates/ports/mandate-store.ts';
import type { PaymentProvider } from '../mandates/ports/payment-provider.ts';
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
