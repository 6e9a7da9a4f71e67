import { dynamoCustomerDirectory } from '../customers/infrastructure/dynamo-customer-directory.ts';
import { dynamoCustomerContacts } from '../customers/infrastructure/dynamo-customer-rules.ts';
import type { Capabilities } from '../kernel/platform/platform.ts';
import { mandateDoubts } from '../mandates/mandate-doubts.ts';
import type { PaymentProvider } from '../mandates/ports/payment-provider.ts';
import type { Debiting } from './debiting.ts';
import type { ReadingPlatform } from './wire-reading.ts';
import { wireReading } from './wire-reading.ts';

export type DebitingPlatform = ReadingPlatform & Pick<Capabilities, 'fetch'>;

/** Everything that debits work with, on the platform's table, with the given payment provider. */
export const wireDebiting = (platform: ReadingPlatform, provider: PaymentProvider): Debiting => ({
  ...wireReading(platform),
  customers: { ...dynamoCustomerDirectory(platform.table), ...dynamoCustomerContacts(platform.table) },
  doubts: mandateDoubts,
  provider,
});
