import type { BalanceDirectory, BalanceFacts } from '../balances/ports/balance-directory.ts';
import type { SpendCards } from '../balances/ports/spend-cards.ts';
import type { CustomerAdmission, CustomerDirectory, CustomerFacts } from '../customers/ports/customer-directory.ts';
import { InvalidState } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../kernel/platform/platform.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { placingWork } from './card-placing.ts';
import type { Card } from './domain/card.ts';
import { effectiveStatus } from './domain/card.ts';
import { BalanceRequired, KycRequired, balanceNotFound, customerNotFound } from './domain/card-errors.ts';
import type { ReplacementReason } from './domain/replacement-reason.ts';
import { inherited, keepsNumber } from './domain/card-replacement.ts';
import { threeDsPassword, threeDsPasswordBytes } from './domain/three-ds-password.ts';
import type { CardIssuing } from './ports/card-issuing.ts';
import type { CardStore } from './ports/card-store.ts';
import type { CardData, IssuedCard, IssuerProcessor } from './ports/issuer-processor.ts';

export interface CardIssuingDependencies {
  readonly cards: CardStore;
  readonly customers: CustomerDirectory & CustomerAdmission;
  readonly balances: BalanceDirectory;
  readonly spending: SpendCards;
  readonly programs: ProgramDirectory;
  readonly issuer: IssuerProcessor;
  readonly random: RandomSource;
}

export interface VirtualCardOrder {
  /** Chosen by the caller; the issuer makes one card per id. */
  readonly cardId: string;
  readonly customerId: string;
  readonly balanceId: string;
  readonly displayName?: string | undefined;
  /** The card whose place it takes: the new one has its limits and counts on. */
  readonly inPlaceOf?: { readonly card: Card; readonly reason: ReplacementReason } | undefined;
}

/** A card that is decided and made, but not committed yet; its data lives only as long as the request. */
export interface PreparedCard {
  readonly card: Card;
  readonly data: CardData;
  readonly work: Work;
}

interface Prerequisites {
  readonly customer: CustomerFacts;
  readonly balance: BalanceFacts;
}

/**
 * What a card needs, refused one by one and by name (AN-03): customer, KYC, a balance of the same customer in order.
 * @throws customer_not_found, kyc_required, balance_required, balance_not_found, invalid_state
 */
export const checkPrerequisites = async (
  { customers, balances }: { readonly customers: CustomerDirectory; readonly balances: BalanceDirectory },
  { tenant }: Pick<OperationContext, 'tenant'>,
  order: Pick<VirtualCardOrder, 'customerId' | 'balanceId'>,
): Promise<Prerequisites> => {
  const customer = await customers.find(tenant, order.customerId);
  if (customer === undefined) throw customerNotFound();
  if (customer.kycLevel === 'none') throw new KycRequired();
  if (customer.status === 'suspended' || customer.status === 'closed') {
    throw new InvalidState(`The customer is ${customer.status}.`);
  }
  const balance = await balances.find(tenant, order.balanceId);
  if (balance?.customerId !== order.customerId) {
    throw (await balances.hasAny(tenant, order.customerId)) ? balanceNotFound() : new BalanceRequired();
  }
  if (balance.state !== 'active') throw new InvalidState(`The balance is ${balance.state}.`);
  return { customer, balance };
};

/** The card that the issuer made, masked; its number goes no further than here. */
export const toCard = (
  context: OperationContext,
  order: Pick<VirtualCardOrder, 'cardId' | 'customerId' | 'balanceId'>,
  made: IssuedCard & Pick<Card, 'type' | 'network' | 'displayName' | 'requestedStatus' | 'issuerStatusAt'>,
): Card => ({
  cardId: order.cardId,
  customerId: order.customerId,
  balanceId: order.balanceId,
  type: made.type,
  network: made.network,
  requestedStatus: made.requestedStatus,
  issuerStatus: made.issuerStatus,
  issuerStatusAt: made.issuerStatusAt,
  status: effectiveStatus({ ...made, locks: [] }),
  locks: [],
  externalId: made.externalId,
  displayName: made.displayName,
  firstSix: made.data.pan.slice(0, 6),
  lastFour: made.data.pan.slice(-4),
  expiryMonth: made.data.expiryMonth,
  expiryYear: made.data.expiryYear,
  fingerprint: made.fingerprint,
  threeDsEnabled: true,
  createdAt: context.clock.now(),
  sequence: 1,
});

const replacedAtIssuer = ({ card, reason }: NonNullable<VirtualCardOrder['inPlaceOf']>) => ({
  externalId: card.externalId,
  sameNumber: keepsNumber(card, reason),
});

/**
 * Has the issuer make a virtual card and prepares what is to be committed (AN-62).
 *
 * 1. Check the prerequisites (AN-03).
 * 2. Ask the issuer for a card under our id: a repeat after a crash or a timeout gets the same card.
 * 3. Prepare card, its place on the balance, issuer reference and record `card.issued`; PAN and CVV stay out of all.
 *    A balance that closes meanwhile refuses the card. The customer's admission goes with them: a closing decided meanwhile and the card exclude each other.
 */
export const prepareVirtualCard = async (
  deps: CardIssuingDependencies,
  context: OperationContext,
  order: VirtualCardOrder,
): Promise<PreparedCard> => {
  const { tenant } = context;
  const { customer, balance } = await checkPrerequisites(deps, context, order);
  const program = await deps.programs.find(tenant);
  const { inPlaceOf, displayName = customer.displayName } = order;
  // Not when the answer is here: what the issuer reports between its answer and that moment is newer than the answer.
  const issuerStatusAt = context.clock.now();
  const issued = await deps.issuer.createVirtualCard(tenant, {
    reference: order.cardId,
    accountExternalId: balance.externalId,
    bin: program.bin,
    network: program.network,
    displayName,
    initialStatus: program.initialCardState,
    threeDs: { phone: customer.phone, password: threeDsPassword(deps.random.bytes(threeDsPasswordBytes)) },
    ...(inPlaceOf === undefined ? {} : { replaces: replacedAtIssuer(inPlaceOf) }),
  });
  const made = toCard(context, order, {
    ...issued,
    type: 'virtual',
    network: program.network,
    displayName,
    requestedStatus: program.initialCardState,
    issuerStatusAt,
  });
  const card = inPlaceOf === undefined ? made : { ...made, ...inherited(inPlaceOf.card) };
  const work = await placingWork(deps, context, { card, reason: inPlaceOf?.reason });
  return { card, data: issued.data, work };
};

/** Issuing for workflows: what the workflow commits, without the card's data. */
export const cardIssuing = (deps: CardIssuingDependencies): CardIssuing => ({
  prepare: async (context, order) => (await prepareVirtualCard(deps, context, order)).work,
});
