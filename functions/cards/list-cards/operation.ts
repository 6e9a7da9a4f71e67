import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCard } from '../answers.ts';
import { customerNotFound } from '../domain/card-errors.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { listCards as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly customers: CustomerDirectory;
}

/** Lists the cards of a customer that exists, newest first. */
export const listCards =
  ({ cards, customers }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    const customer = await customers.find(context.tenant, params.customerId);
    if (customer === undefined) throw customerNotFound();
    const page = await cards.listOfCustomer(context.tenant, params.customerId, query);
    return { data: page.data.map(presentCard), nextCursor: page.nextCursor };
  };
