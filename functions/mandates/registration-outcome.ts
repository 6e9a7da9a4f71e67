import type { OutcomeSample } from '../kernel/observability/meter.ts';
import type { Mandate, MandateStatus } from './domain/mandate.ts';

const underway: readonly MandateStatus[] = ['created', 'pending_authentication', 'pending_confirmation'];

/** What a step made of a registration (SH-32); undefined while it goes on, or when it had ended before. */
export const registrationOutcome = (
  before: Pick<Mandate, 'status'>,
  { status, method, remote, endReason }: Pick<Mandate, 'status' | 'method' | 'remote' | 'endReason'>,
): OutcomeSample | undefined => {
  if (!underway.includes(before.status) || underway.includes(status)) return undefined;
  const isSuccess = status === 'active';
  const { bank, app } = remote;
  return { subject: 'registration', isSuccess, method, bank, app, ...(isSuccess ? {} : { reason: endReason }) };
};
