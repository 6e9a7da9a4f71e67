import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';
import type { Channel, EntryChannel, LimitPeriod, MerchantRule, UseRules } from '../../policies/card-controls.ts';
import { channels } from '../../policies/card-controls.ts';

/** A limit on uses; at least one of `amount` and `count`. */
export interface CardLimit {
  readonly per: LimitPeriod;
  /** Absent: every use counts. */
  readonly channel?: EntryChannel | undefined;
  readonly amount?: Money | undefined;
  /** How many uses; never of a single one. */
  readonly count?: number | undefined;
  /** IANA time zone whose calendar counts; absent: the program's. */
  readonly timeZone?: string | undefined;
}

/** What cards may be used for (M-09): one card, all cards of a holder, or all cards of a program. */
export interface Controls {
  readonly channels: Readonly<Record<Channel, boolean>>;
  readonly limits: readonly CardLimit[];
  readonly mcc: MerchantRule;
}

/** Controls as they are kept. */
export interface KeptControls extends Controls {
  /** Counts the changes of what decisions are kept with, from 0. */
  readonly rulesVersion: number;
}

/** A new card works for contact at terminals and ATMs inside the country, and for nothing else (rule 88). */
export const controlsAtIssue: KeptControls = {
  channels: { pos: true, ecom: false, atm: true, contactless: false, international: false },
  limits: [],
  mcc: {},
  rulesVersion: 0,
};

/** Holder and program refuse nothing until they are told to. */
export const controlsAbove: KeptControls = {
  channels: { pos: true, ecom: true, atm: true, contactless: true, international: true },
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
    limits.map(({ per, channel, amount, count, timeZone }) => [
      ...[per, channel, amount?.minor.toString(), amount?.currency],
      ...[count, timeZone],
    ]),
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

/** @throws currency_mismatch (422) when a limit is in another currency than the money it limits */
export const requireCurrency = ({ limits }: Pick<Controls, 'limits'>, currency: Currency): void => {
  if (limits.every(({ amount }) => amount === undefined || amount.currency === currency)) return;
  throw new DomainError('unprocessable', 'currency_mismatch', {
    detail: `The money is ${currency}; limits must be in the same currency.`,
  });
};

/** The rules as authorizations are decided by them, without the switches. */
export const rulesOf = ({ rulesVersion: version, limits, mcc }: KeptControls): UseRules => ({
  version,
  limits: limits.map(({ per, channel, amount, count, timeZone }) => ({
    per,
    channel,
    max: amount?.minor,
    count,
    zone: timeZone,
  })),
  mcc,
});

/** The same of a level above the card, whose switches only switch off. */
export const rulesAbove = (controls: KeptControls): UseRules => ({
  ...rulesOf(controls),
  off: channels.filter((channel) => !controls.channels[channel]),
});

/** The controls that rules of a level above the card stand for; those that refuse nothing when there are none. */
export const controlsOfRules = (rules: UseRules | undefined, currency: Currency): KeptControls => {
  if (rules === undefined) return controlsAbove;
  const { version, limits, mcc = {}, off = [] } = rules;
  const isOn = (channel: Channel): boolean => !off.includes(channel);
  return {
    channels: {
      pos: isOn('pos'),
      ecom: isOn('ecom'),
      atm: isOn('atm'),
      contactless: isOn('contactless'),
      international: isOn('international'),
    },
    limits: limits.map(({ per, channel, max, count, zone }) => ({
      per,
      channel,
      amount: max === undefined ? undefined : money(max, currency),
      count,
      timeZone: zone,
    })),
    mcc,
    rulesVersion: version,
  };
};

const ianaName = /^[A-Za-z]\w*(?:\/[\w+-]+)*$/;

/** Whether the name is one of the IANA time zones; an offset such as `+05:30` is none. */
export const isTimeZone = (name: string): boolean => {
  if (!ianaName.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
