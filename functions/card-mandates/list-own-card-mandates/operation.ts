import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import type { ShowingDependencies } from '../showing.ts';
import { showMandates } from '../showing.ts';
import type { listOwnCardMandates as declaration } from './declaration.ts';

interface Dependencies extends ShowingDependencies {
  readonly mandates: Pick<CardMandateStore, 'listOfCustomer'>;
}

/** Lists the mandates on all cards of the customer who asks, with the debits that are announced. */
export const listOwnCardMandates =
  ({ cards, mandates }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    const { caller, tenant } = context;
    if (caller.kind !== 'customer') throw new NotFound('customer_not_found');
    const { data, nextCursor } = await mandates.listOfCustomer(tenant, caller.customerId, query);
    return { data: await showMandates({ cards }, context, data), nextCursor };
  };
