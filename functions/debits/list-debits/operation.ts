import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentDebit } from '../answers.ts';
import type { Debiting } from '../debiting.ts';
import { loadMandate } from '../debiting.ts';
import type { listDebits as declaration } from './declaration.ts';

/** Lists the debits of a mandate, newest first. */
export const listDebits =
  (deps: Pick<Debiting, 'debits' | 'mandates'>): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    const { mandateId } = await loadMandate(deps, context, params.mandateId);
    const { data, nextCursor } = await deps.debits.listOfMandate(context.tenant, mandateId, query);
    return { data: data.map((debit) => presentDebit(debit)), nextCursor };
  };
