import { dynamoCustomerDirectory } from '../customers/infrastructure/dynamo-customer-directory.ts';
import { dynamoCustomerContacts } from '../customers/infrastructure/dynamo-customer-rules.ts';
import { pager } from '../kernel/persistence/page.ts';
import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { dynamoMandateStore } from './infrastructure/dynamo-mandate-store.ts';
import { dynamoPaymentLimits } from './infrastructure/dynamo-payment-limits.ts';
import type { LimitDependencies } from './limits-of-payer.ts';
import type { MandateDependencies } from './mandate-work.ts';

export type MandatePlatform = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

/** What those need that show mandates. */
export const mandateReading = (platform: MandatePlatform) => ({
  mandates: dynamoMandateStore(platform.table, pager(platform.secrets)),
  limits: dynamoPaymentLimits(platform.table),
  customers: { ...dynamoCustomerDirectory(platform.table), ...dynamoCustomerContacts(platform.table) },
});

/** What the operations on mandates work with, but for the provider and the debits. */
export const mandateDependencies = (
  platform: MandatePlatform,
  others: Pick<MandateDependencies, 'payments' | 'openDebits'>,
): MandateDependencies & LimitDependencies => ({
  ...mandateReading(platform),
  unitOfWork: unitOfWork(platform),
  ids: platform.ids,
  meter: platform.meter,
  ...others,
});
