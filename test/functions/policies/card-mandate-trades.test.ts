import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { TradeClaim } from '../../../functions/policies/card-mandate-trades.ts';
import { cardMandateTrades, tradeOf } from '../../../functions/policies/card-mandate-trades.ts';

const today = Temporal.PlainDate.from('2026-11-22');

const held: readonly (readonly [TradeClaim, string, readonly string[]])[] = [
  ['insurance', 'house.emandate.trade.insurance', ['6300', '6529', '5960']],
  ['mutual_fund', 'house.emandate.trade.mutual_fund', ['6211']],
  ['credit_card_bill', 'house.emandate.trade.credit_card_bill', ['6012', '5413']],
  ['FASTAG_AUTOLOAD', 'house.emandate.trade.FASTAG_AUTOLOAD', ['4784']],
  ['NCMC_AUTOLOAD', 'house.emandate.trade.NCMC_AUTOLOAD', ['4111', '4112', '4131']],
];

describe('trades that may claim what the law grants to them alone', () => {
  it.each(held)('rules 4, 12 %s', (claim, key, codes) => {
    expect(tradeOf(claim, today)).toEqual({ codes, version: `${key}@2020-01-01` });
  });

  it('name where they were read; what no list of a network or provider says is of low confidence', () => {
    expect(cardMandateTrades.map(({ key }) => key)).toEqual(held.map(([, key]) => key));
    expect(cardMandateTrades.map(({ confidence }) => confidence)).toEqual(['medium', 'medium', 'medium', 'low', 'low']);
    for (const { sources } of cardMandateTrades) expect(sources[0].title).not.toBe('');
  });

  it('grant nothing on a day on which no version of the rule holds', () => {
    expect(tradeOf('insurance', Temporal.PlainDate.from('2019-12-31'))).toEqual({ codes: [], version: undefined });
  });

  it('boundary case 16: the code of stored value loads is none of them, or every wallet were free from the notice', () => {
    for (const [claim] of held) expect(tradeOf(claim, today).codes).not.toContain('6540');
  });
});
