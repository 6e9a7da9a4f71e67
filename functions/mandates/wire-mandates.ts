import { openDebits } from '../debits/open-debits.ts';
import { wireReading } from '../debits/wire-reading.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { paymentProvider } from '../providers/payment-providers.ts';
import { dynamoRegistrationWaiters } from './infrastructure/dynamo-registration-waiters.ts';
import type { LimitDependencies } from './limits-of-payer.ts';
import { mandateDependencies } from './wire-mandate-stores.ts';
import type { MandateDependencies } from './mandate-work.ts';
import type { RegistrationDependencies } from './registration-step.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

/** What the operations that reach the provider work with. */
export const wireMandates = (platform: Needs): MandateDependencies & LimitDependencies =>
  mandateDependencies(platform, { payments: paymentProvider(platform), openDebits: openDebits(wireReading(platform)) });

/** The same for the steps of a registration. */
export const wireRegistration = (platform: Needs & Pick<Capabilities, 'workflows'>): RegistrationDependencies => ({
  ...wireMandates(platform),
  waiters: dynamoRegistrationWaiters(platform.table),
  workflows: platform.workflows,
});
