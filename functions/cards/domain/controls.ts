import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';

/** Ways to use a card that are switched on and off (regulation.md 3.9). */
export const channels = ['pos', 'ecom', 'atm', 'contactless', 'international'] as const;
export type Channel = (typeof channels)[number];

/** Ways that a limit may be about: where abroad begins is not one of them. */
export const limitedChannels = ['pos', 'ecom', 'atm', 'contactless'] as const;

/** How long a limit counts: each use by itself, or the program's calendar days and months. */
export const limitPeriods = ['transaction', 'day', 'month'] as const;

/** The balance carries the controls of all its cards, and every authorization reads it: these keep it small. */
export const mostLimits = 20;
export const mostMerchantCategories = 50;

export interface CardLimit {
  readonly per: (typeof limitPeriods)[number];
  /** Absent: every use counts. */
  readonly channel?: (typeof limitedChannels)[number] | undefined;
  readonly amount: Money;
}

/** Merchant category codes (ISO 18245, four digits); with `allow` every other one is refused. */
export interface MerchantRule {
  readonly allow?: readonly string[] | undefined;
  readonly block?: readonly string[] | undefined;
}

/** What a card may be used for (M-09). */
export interface Controls {
  readonly channels: Readonly<Record<Channel, boolean>>;
  readonly limits: readonly CardLimit[];
  readonly mcc: MerchantRule;
}

/** Controls as a card keeps them. */
export interface CardControls extends Controls {
  /** Counts the changes of limits and merchant categories, from 0; decisions are kept with it. */
  readonly rulesVersion: number;
}

/** A new card works for contact at terminals and ATMs inside the country, and for nothing else (rule 88). */
export const controlsAtIssue: CardControls = {
  channels: { pos: true, ecom: false, atm: true, contactless: false, international: false },
  limits: [],
  mcc: {},
  rulesVersion: 0,
};

/** Channels that are on. */
export const openChannels = ({ channels: switches }: Controls): readonly Channel[] =>
  channels.filter((channel) => switches[channel]);

/** The same text for the same rules, whatever the channels are. */
export const textOfRules = ({ limits, mcc }: Controls): string =>
  JSON.stringify([
    limits.map(({ per, channel, amount }) => [per, channel, amount.minor.toString(), amount.currency]),
    [mcc.allow, mcc.block],
  ]);

/** An empty list is no rule: it must not mean "allow nothing" to one reader and "everything" to another. */
export const normalized = ({ channels: switches, limits, mcc }: Controls): Controls => ({
  channels: switches,
  limits,
  mcc: {
    ...((mcc.allow ?? []).length === 0 ? {} : { allow: mcc.allow }),
    ...((mcc.block ?? []).length === 0 ? {} : { block: mcc.block }),
  },
});

/** @throws currency_mismatch (422) when a limit is in another currency than the card's balance */
export const requireCurrency = ({ limits }: Pick<Controls, 'limits'>, currency: Currency): void => {
  if (limits.every(({ amount }) => amount.currency === currency)) return;
  throw new DomainError('unprocessable', 'currency_mismatch', {
    detail: `The card's balance is ${currency}; limits must be in the same currency.`,
  });
};
