import * as z from 'zod';
import { currency, moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { money, toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Balance } from './domain/balance.ts';
import { availableOf, balanceStates } from './domain/balance.ts';
import type { CardOnBalance } from './ports/cards-of-balance.ts';

/** A balance as its tenant sees it (AN-36). */
export const balanceAnswer = z
  .object({
    balanceId: z.string(),
    customerId: z.string(),
    currency,
    posted: moneyAnswer,
    held: moneyAnswer,
    available: moneyAnswer,
    state: z.enum(balanceStates),
    virtualAccount: z.object({ number: z.string(), ifsc: z.string().optional(), iban: z.string().optional() }),
    createdAt: timestamp,
  })
  .meta({ id: 'Balance' });

/** A balance with the cards that hang on it (AN-39), masked. */
export const balanceWithCardsAnswer = balanceAnswer
  .extend({
    cards: z.array(
      z.object({
        cardId: z.string(),
        type: z.enum(['virtual', 'physical']),
        status: z.string(),
        displayName: z.string(),
        firstSix: z.string(),
        lastFour: z.string(),
        expiryMonth: z.int().min(1).max(12),
        expiryYear: z.int(),
      }),
    ),
  })
  .meta({ id: 'BalanceWithCards' });

export const presentBalance = (balance: Balance): z.input<typeof balanceAnswer> => ({
  balanceId: balance.balanceId,
  customerId: balance.customerId,
  currency: balance.currency,
  posted: toWire(money(balance.posted, balance.currency)),
  held: toWire(money(balance.held, balance.currency)),
  available: toWire(availableOf(balance)),
  state: balance.state,
  virtualAccount: {
    number: balance.account.number,
    ...(balance.account.ifsc === undefined ? {} : { ifsc: balance.account.ifsc }),
    ...(balance.account.iban === undefined ? {} : { iban: balance.account.iban }),
  },
  createdAt: toTimestamp(balance.createdAt),
});

export const presentWithCards = (
  balance: Balance,
  cards: readonly CardOnBalance[],
): z.input<typeof balanceWithCardsAnswer> => ({ ...presentBalance(balance), cards: [...cards] });
