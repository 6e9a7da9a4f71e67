import { randomUUID } from 'node:crypto';
import type { Debit } from '../../../functions/debits/domain/debit.ts';
import { dynamoDebitStore } from '../../../functions/debits/infrastructure/dynamo-debit-store.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { Mandate } from '../../../functions/mandates/domain/mandate.ts';
import { dynamoMandateStore } from '../../../functions/mandates/infrastructure/dynamo-mandate-store.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { startTwin } from '../../support/twin-server.ts';
import { paymentClient } from './sandbox-twin/razorpay/payment-client.ts';

/** A tenant with mandates and debits that the platform has stored, beside the twin's payment provider. */
export const startPaymentWorld = async () => {
  const twin = await startTwin();
  const own = await startTestPlatform();
  const platform = { ...own, secrets: twin.platform.secrets, settings: { ISSUER_SANDBOX_URL: twin.url } };
  const tenant = await platform.tenant();
  const pages = pager(platform.secrets);
  const debit = (of: TenantContext): Debit => {
    const now = platform.clock.now();
    return {
      debitId: platform.ids.next('dbt', of),
      mandateId: platform.ids.next('mdt', of),
      customerId: platform.ids.next('cus', of),
      amount: { minor: 49_900n, currency: 'INR' },
      status: 'scheduled',
      ...{ dueAt: now, notifyAt: now, earliestDebitAt: now, createdAt: now },
      ...{
        reference: 'INV-1',
        reason: 'Subscription',
        cycle: '2026-11',
        requiresAuthentication: false,
        aboveThreshold: false,
      },
      ...{ ruleVersions: [], attempts: [], sequence: 1 },
    };
  };
  const mandate = (of: TenantContext): Mandate => {
    const now = platform.clock.now();
    return {
      mandateId: platform.ids.next('mdt', of),
      customerId: platform.ids.next('cus', of),
      ...{ method: 'upi', status: 'pending_authentication', amountRule: 'max', limitKind: 'hard' },
      ...{ maxAmount: { minor: 500_000n, currency: 'INR' }, frequency: 'monthly', category: 'standard' },
      ...{ validFrom: now, validUntil: now.add({ hours: 24 * 365 }), createdAt: now },
      ...{ description: 'Subscription', notification: { channel: 'sms' }, disclosureVersion: '1' },
      ...{ remote: { customerId: 'cust_1' }, openDebits: [], usedCycles: [], sequence: 1 },
      ...{ otherCharges: [], pastOrders: [], tokensToCancel: [] },
    };
  };
  return {
    twin,
    platform,
    tenant,
    client: paymentClient(twin, tenant),
    storeDebit: async (of = tenant): Promise<string> => {
      const stored = debit(of);
      const { write } = dynamoDebitStore(platform.table, pages).create(of, stored);
      await platform.table.transact([write], randomUUID());
      return stored.debitId;
    },
    storeMandate: async (of = tenant): Promise<string> => {
      const stored = mandate(of);
      const { write } = dynamoMandateStore(platform.table, pages).create(of, stored);
      await platform.table.transact([write], randomUUID());
      return stored.mandateId;
    },
    stop: async () => {
      await twin.stop();
      await own.stop();
    },
  };
};

export type PaymentWorld = Awaited<ReturnType<typeof startPaymentWorld>>;
