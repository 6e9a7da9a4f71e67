import type { OperationContext } from '../kernel/operation/context.ts';
import type { MandateDependencies, MandateStep } from './mandate-work.ts';
import type { Mandate } from './domain/mandate.ts';
import type { PaymentHint } from './ports/payment-signals.ts';

/** What those need that look at the provider. */
export type LookingDependencies = Pick<
  MandateDependencies,
  'mandates' | 'payments' | 'openDebits' | 'unitOfWork' | 'ids' | 'meter'
>;

/** A mandate, and the word that made us look; none when we look by ourselves. */
export interface Subject {
  readonly mandate: Mandate;
  readonly hint?: PaymentHint | undefined;
  /** Whether a refund that failed is asked for again: once a run, and not on the provider's word. */
  readonly retriesRefunds?: boolean;
}

/**
 * Looks at one thing at the provider and decides the next step. Nothing it asks for at the provider may depend on being
 * asked for once: what it does there is repeated until its step is committed.
 * @returns undefined when nothing of it has changed
 * @throws TemporarilyUnavailable
 */
export type Look = (
  deps: LookingDependencies,
  context: OperationContext,
  subject: Subject,
) => Promise<MandateStep | undefined>;
