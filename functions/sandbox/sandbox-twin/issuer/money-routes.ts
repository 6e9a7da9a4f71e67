import type { UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import { deliverCredit } from '../control/account-credits.ts';
import type { Delivery } from '../events/delivery.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import type { Commit } from '../storage/commit.ts';
import type { CardVault } from './card-vault.ts';
import { creditCalls } from './credits.ts';
import { cardPayoutCalls } from './payouts.ts';
import { receiverCalls } from './receiver-cards.ts';
import { vpaCalls } from './vpas.ts';

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly vault: CardVault;
  readonly outbox: Outbox;
  readonly delivery: Delivery;
}

interface Doors {
  readonly issuer: (call: Call) => UrlUseCase;
  readonly control: (call: Call) => UrlUseCase;
}

/** Routes of money that comes to accounts and goes out to cards. */
export const moneyRoutes = (
  deps: Dependencies,
  { issuer, control }: Doors,
): readonly (readonly [string, UrlUseCase])[] => {
  const payouts = cardPayoutCalls(deps);
  return [
    ['POST /issuer/v1/vpas', issuer(vpaCalls(deps).create)],
    ['POST /issuer/v1/credits/return', issuer(creditCalls(deps).sendBack)],
    ['POST /issuer/v1/receiver-cards', issuer(receiverCalls(deps).tokenize)],
    ['POST /issuer/v1/card-payouts', issuer(payouts.push)],
    ['POST /issuer/v1/card-payouts/find', issuer(payouts.find)],
    ['POST /control/v1/account-credits', control(deliverCredit(deps))],
  ];
};
