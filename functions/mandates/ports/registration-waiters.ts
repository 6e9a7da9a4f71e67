import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What a step of the registration waits for. */
export const registrationStages = ['authentication', 'confirmation', 'refund'] as const;
export type RegistrationStage = (typeof registrationStages)[number];

/** A registration that waits. Whoever has its token can only let it go on. */
export interface RegistrationWaiter {
  readonly stage: RegistrationStage;
  readonly taskToken: string;
}

/** Which registrations wait for what. Reads are strongly consistent. */
export interface RegistrationWaiters {
  /** A later try of the same step replaces the token. */
  wait(tenant: TenantContext, mandateId: string, waiter: RegistrationWaiter): Promise<void>;
  waiting(tenant: TenantContext, mandateId: string): Promise<readonly RegistrationWaiter[]>;
  /** Forgets a waiter, unless a later try has left another token meanwhile. */
  stopWaiting(tenant: TenantContext, mandateId: string, waiter: RegistrationWaiter): Promise<void>;
}
