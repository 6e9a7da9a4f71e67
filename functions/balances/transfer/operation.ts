import { DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { fromWire, toWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { transferBetween } from '../balance-transfer.ts';
import type { CardTransferring } from '../card-transfer.ts';
import { endCardTransfer, holdForCard } from '../card-transfer.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import { TransferDeclined, receiverCardNotFound } from '../domain/card-transfer.ts';
import { requireTransferAllowed } from '../domain/limits.ts';
import { balanceFor, withOwner } from '../limited-money.ts';
import type { TransferAnswer } from '../movement-answers.ts';
import { presentTransfer } from '../movement-answers.ts';
import type { BalanceOfCard, ReceiverCardStore } from '../ports/receiver-card-store.ts';
import type { transfer as declaration } from './declaration.ts';

type Dependencies = CardTransferring & {
  readonly receivers: ReceiverCardStore;
  readonly balanceOfCard: BalanceOfCard;
};

/** A customer moves the own money alone; a balance that is not its own answers like an unknown one. */
const refuseForeign = async (
  { balances }: Pick<Dependencies, 'balances'>,
  context: OperationContext,
  fromBalanceId: string,
): Promise<void> => {
  if (context.caller.kind !== 'customer') return;
  const from = await balances.find(context.tenant, fromBalanceId);
  if (from === undefined || !isVisible(context, from)) throw balanceNotFound();
};

interface ToCard {
  readonly fromBalanceId: string;
  readonly cardNumberToken: string;
  readonly amount: Money;
}

const ownCard = (): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'The request has faults.',
    invalidFields: [{ path: 'to.cardNumberToken', message: 'must be a card of another balance' }],
  });

/** The balance of a receiver that is a card of the tenant; undefined for a card outside. */
const internalReceiver = async (
  { receivers, balanceOfCard }: Dependencies,
  { tenant }: OperationContext,
  { cardNumberToken, fromBalanceId }: ToCard,
): Promise<string | undefined> => {
  const receiver = await receivers.find(tenant, cardNumberToken);
  if (receiver === undefined) throw receiverCardNotFound();
  if (receiver.cardExternalId === undefined) return undefined;
  const own = await balanceOfCard.find(tenant, receiver.cardExternalId);
  if (own === undefined) throw receiverCardNotFound();
  if (own.balanceId === fromBalanceId) throw ownCard();
  if (!own.isOpen) throw new InvalidState('The receiving card is closed.');
  return own.balanceId;
};

const sendToCard = async (
  deps: Dependencies,
  context: OperationContext,
  { fromBalanceId, cardNumberToken, amount, transferId }: ToCard & { readonly transferId: string },
): Promise<TransferAnswer> => {
  const earlier = await deps.transfers.find(context.tenant, transferId);
  if (earlier === undefined) {
    const balance = await balanceFor(deps, context, { balanceId: fromBalanceId, amount });
    const from = await withOwner(deps, context, balance);
    requireTransferAllowed({ level: from.owner.kycLevel, currency: amount.currency }, context.clock.now());
    await holdForCard(deps, context, { transferId, from, cardNumberToken, amount });
  }
  const ended = await endCardTransfer(deps, context, transferId);
  if (ended?.transactionId === undefined) throw new TransferDeclined(transferId);
  const transactionIds = { out: ended.transactionId };
  const to = { cardNumberToken };
  const answer = presentTransfer({ transferId, fromBalanceId, to, amount: toWire(amount), transactionIds });
  return deps.unitOfWork.commit(context, { writes: [], records: [] }, answer);
};

/**
 * Moves money from a balance to another balance of the tenant (M-11), or to a card (AN-08).
 *
 * In: a balance, a receiver and an amount. Out: the transfer, completed.
 * 1. A customer sends from an own balance, and to anybody.
 * 2. A balance, or a card of the tenant: both sides in one transaction (balance-transfer.ts).
 * 3. A card outside: hold the money, have the issuer push it, and let it leave or be available again
 *    (card-transfer.ts). A repeat under the same key goes on where the first try stopped.
 */
export const transfer =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body: { fromBalanceId, to, ...body } }) => {
    const amount = fromWire(body.amount);
    await refuseForeign(deps, context, fromBalanceId);
    if ('balanceId' in to) {
      return transferBetween(deps, context, { fromBalanceId, toBalanceId: to.balanceId, amount, to });
    }
    const order = { fromBalanceId, cardNumberToken: to.cardNumberToken, amount };
    const toBalanceId = await internalReceiver(deps, context, order);
    if (toBalanceId !== undefined) return transferBetween(deps, context, { ...order, toBalanceId, to });
    const transferId = context.idempotency?.reservedId('trf') ?? deps.ids.next('trf', context.tenant);
    return sendToCard(deps, context, { ...order, transferId });
  };
