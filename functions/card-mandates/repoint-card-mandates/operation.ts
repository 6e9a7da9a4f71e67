import type { CardStore } from '../../cards/ports/card-store.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { flagOn } from '../../policies/shared-rules.ts';
import { dayOf } from '../../policies/window.ts';
import { untilUndisturbed } from '../changing-mandate.ts';
import { mandateRecord } from '../domain/card-mandate-events.ts';
import type { CardMandateStore, MandatePlace } from '../ports/card-mandate-store.ts';
import type { repointCardMandates as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly mandates: Pick<CardMandateStore, 'at' | 'listOfChain' | 'partition' | 'replace'>;
  readonly unitOfWork: UnitOfWork;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

const pageSize = 50;

const repoint = async (
  { mandates, unitOfWork }: Dependencies,
  context: OperationContext,
  { place, from, to }: { readonly place: MandatePlace; readonly from: string; readonly to: string },
): Promise<void> => {
  const { tenant } = context;
  const mandate = await mandates.at(tenant, place);
  if (mandate?.cardId !== from) return;
  const next = { ...mandate, cardId: to, sequence: mandate.sequence + 1 };
  const data = { fromCardId: from, toCardId: to };
  const record = mandateRecord(mandates.partition(tenant, next), next, { type: 'card_mandate.repointed', data });
  await unitOfWork.commit(context, { writes: [mandates.replace(tenant, next)], records: [record] }, undefined);
};

/**
 * Points mandates to the card that took another one's place (rule 16), with a record of each.
 *
 * In: the event of the replacement. Out: nothing. Debits do not wait for it: they are matched by the chain of cards, so
 * that nothing is declined between the replacement and this. A repeat finds them pointed there.
 */
export const repointCardMandates =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { fromCardId: from, toCardId: to } = detail.data;
    const context = await deps.contextOf(detail.tenantId, messageId);
    if (!flagOn('law.emandate.remapOnReissue', dayOf(context.clock.now()))) return;
    const card = await deps.cards.findEvenRemoved(context.tenant, from);
    if (card === undefined) return;
    const chain = card.countedAs ?? card.externalId;
    let cursor: string | undefined;
    do {
      const page = await deps.mandates.listOfChain(context.tenant, chain, { limit: pageSize, cursor });
      for (const place of page.data) await untilUndisturbed(() => repoint(deps, context, { place, from, to }));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  };
