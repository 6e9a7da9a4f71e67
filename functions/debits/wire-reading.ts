import { pager } from '../kernel/persistence/page.ts';
import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { dynamoMandateStore } from '../mandates/infrastructure/dynamo-mandate-store.ts';
import { dynamoNotifier } from '../notifications/infrastructure/dynamo-notifier.ts';
import { dynamoDebitStore } from './infrastructure/dynamo-debit-store.ts';
import { dynamoPaymentStore } from './infrastructure/dynamo-payment-store.ts';

export type ReadingPlatform = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

/** What operations on debits work with that ask no provider. */
export const wireReading = (platform: ReadingPlatform) => {
  const { table, secrets, ids, meter } = platform;
  const pages = pager(secrets);
  return {
    debits: dynamoDebitStore(table, pages),
    payments: dynamoPaymentStore(table),
    mandates: dynamoMandateStore(table, pages),
    notifier: dynamoNotifier(),
    unitOfWork: unitOfWork(platform),
    ids,
    meter,
  };
};
