import type { BalanceDirectory } from '../balances/ports/balance-directory.ts';
import type { CustomerDirectory } from '../customers/ports/customer-directory.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { checkPrerequisites } from './card-issuing.ts';
import { orderRecord } from './domain/card-order-events.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { CardOrderStore } from './ports/card-order-store.ts';
import type { CardOrdering } from './ports/card-ordering.ts';

export interface OrderingDependencies {
  readonly orders: CardOrderStore;
  readonly customers: CustomerDirectory;
  readonly balances: BalanceDirectory;
  readonly programs: ProgramDirectory;
  readonly ids: IdGenerator;
}

/** What a new order says that is not the same for all. */
type Wanted = Pick<
  CardOrder,
  'cardId' | 'kind' | 'customerId' | 'balanceId' | 'network' | 'displayName' | 'deliveryAddress'
>;

/**
 * A new order, its reference at the issuer and the record that starts its workflow.
 * @param before the card's earlier order, which is over
 */
export const prepareOrder = (
  { orders, ids }: Pick<OrderingDependencies, 'orders' | 'ids'>,
  { tenant, clock }: OperationContext,
  { wanted, before }: { readonly wanted: Wanted; readonly before?: CardOrder | undefined },
): { readonly order: CardOrder; readonly work: Work } => {
  const order: CardOrder = {
    ...wanted,
    orderId: ids.next('ord', tenant),
    status: 'requested',
    delivery: 'ordered',
    createdAt: clock.now(),
    sequence: 1,
  };
  const record = orderRecord(orders.partition(tenant, order.orderId), order);
  return { order, work: { writes: orders.create(tenant, order, before), records: [record] } };
};

export const cardOrdering = (deps: OrderingDependencies): CardOrdering => ({
  prepare: async (context, { cardId = deps.ids.next('crd', context.tenant), displayName, ...order }) => {
    const { customer } = await checkPrerequisites(deps, context, order);
    const { network } = await deps.programs.find(context.tenant);
    const name = displayName ?? customer.displayName;
    const wanted = { ...order, cardId, kind: 'card', network, displayName: name } as const;
    const { order: made, work } = prepareOrder(deps, context, { wanted });
    return { cardId, orderId: made.orderId, work };
  },
});
