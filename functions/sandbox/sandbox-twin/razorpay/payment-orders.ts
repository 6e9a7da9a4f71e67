import * as z from 'zod';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { drawReceiptFault } from '../faults/fault.ts';
import type { Entity } from './entities.ts';
import { collection, orderEntity } from './entities.ts';
import { orderAsked, refuseImpossible } from './order-asked.ts';
import { draftOrder, noticeTold } from './order-drafts.ts';
import type { PaymentCall } from './payment-call.ts';
import { param, readFields } from './payment-call.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { announce, writesOf } from './payment-desk.ts';
import { PaymentError, unknownId } from './payment-error.ts';
import { freshId, namedId } from './payment-ids.ts';
import type { PaymentOrder } from './payment-items.ts';
import { orders } from './payment-items.ts';
import { inTurn } from './versioned.ts';

/**
 * A receipt that was used before: its order where that was asked for, or the provider's two ways to refuse it.
 * @throws PaymentError
 */
const usedReceipt = async (
  desk: PaymentDesk,
  program: TenantContext,
  { order, isUnique }: { readonly order: PaymentOrder; readonly isUnique: boolean },
): Promise<Entity> => {
  const fault = drawReceiptFault(await desk.plans.of(program, 'payment'), desk.random);
  if (fault === undefined && isUnique) return orderEntity(order);
  if (fault !== 'duplicate_receipt_legacy') {
    throw new PaymentError({ description: 'Receipt should be unique for this account.', field: 'receipt' });
  }
  const code = 'order_receipt_not_unique';
  const description = 'Order receipt should be unique.';
  throw new PaymentError({ code, description, reason: code, orderId: order.orderId });
};

export const orderCalls = (desk: PaymentDesk): Record<'create' | 'read' | 'list', PaymentCall> => ({
  create: async (program, { body }) => {
    const order = readFields(orderAsked, body);
    const { receipt } = order;
    const orderId = receipt === undefined ? freshId('order', desk.random) : namedId('order', program, receipt);
    return inTurn(async () => {
      const existing = await orders.find(desk.table, program, orderId);
      if (existing !== undefined) {
        return usedReceipt(desk, program, { order: existing, isUnique: order.unique_receipt === true });
      }
      await refuseImpossible(desk, program, order);
      const draft = await draftOrder(desk, program, { asked: order, orderId });
      const told = draft.order.notice === undefined ? [] : [noticeTold(draft.order)];
      const events = await announce(desk, program, told);
      const put = orders.put(program, orderId, draft.order);
      const committed = await desk.commit([put, ...draft.writes, ...writesOf(events)]);
      return committed === 'refused' ? committed : orderEntity(draft.order);
    });
  },
  read: async (program, request) => {
    const found = await orders.find(desk.table, program, param(request, 'orderId'));
    if (found === undefined) throw unknownId();
    return orderEntity(found);
  },
  /** By receipt only: nobody needs the list of all orders. */
  list: async (program, { query }) => {
    const { receipt } = readFields(z.object({ receipt: z.string().min(1).max(40) }), query);
    const found = await orders.find(desk.table, program, namedId('order', program, receipt));
    return collection(found === undefined ? [] : [orderEntity(found)]);
  },
});
