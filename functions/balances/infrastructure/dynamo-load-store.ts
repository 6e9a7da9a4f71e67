import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { money } from '../../kernel/money/money.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Load } from '../domain/load.ts';
import { paymentUsed } from '../domain/load-errors.ts';
import type { LoadStore } from '../ports/load-store.ts';
import { gatewayPaymentItem, loadItem } from './load-items.ts';

const partition = (tenant: TenantContext, loadId: string): string => tenantKey(tenant, 'LOAD', loadId);

const keyOf = (tenant: TenantContext, loadId: string): Key => ({ pk: partition(tenant, loadId), sk: 'LOAD' });

const toItem = (tenant: TenantContext, { amount, fee, ...load }: Load): Item & Key =>
  loadItem.encode(keyOf(tenant, load.loadId), {
    ...load,
    ...amount,
    ...(fee === undefined ? {} : { fee: { minor: fee.amount.minor, scheduleVersion: fee.scheduleVersion } }),
  });

const toLoad = (item: Item): Load => {
  const { minor, currency, fee, ...load } = loadItem.decode(item);
  const amount = money(minor, currency);
  if (fee === undefined) return { ...load, amount };
  return { ...load, amount, fee: { amount: money(fee.minor, currency), scheduleVersion: fee.scheduleVersion } };
};

const replaceLoad: LoadStore['replace'] = (tenant, load) =>
  replace('load', toItem(tenant, load), { sequence: load.sequence - 1, resourceId: load.loadId });

export const dynamoLoadStore = (table: Table): LoadStore => ({
  partition,
  find: async (tenant, loadId) => {
    const item = await table.get(keyOf(tenant, loadId));
    return item === undefined ? undefined : toLoad(item);
  },
  create: (tenant, load) => create('load', toItem(tenant, load), () => new ConcurrentChange(load.loadId)),
  replace: replaceLoad,
  complete: (tenant, load) => [
    replaceLoad(tenant, load),
    bindReference('bank-transfer', load.externalId, { tenant, resourceId: load.loadId }),
  ],
  usePayment: (tenant, { paymentId, loadId }) =>
    create(
      'gateway_payment',
      gatewayPaymentItem.encode(
        { pk: tenantKey(tenant, 'GATEWAY_PAYMENT', paymentId), sk: 'GATEWAY_PAYMENT' },
        { paymentId, loadId },
      ),
      (old) => paymentUsed(old === undefined ? undefined : gatewayPaymentItem.decode(old).loadId),
    ),
});
