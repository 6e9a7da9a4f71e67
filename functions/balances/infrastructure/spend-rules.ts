import * as z from 'zod';
import { minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import type { UseRules } from '../../policies/card-controls.ts';
import { entryChannels, limitPeriods } from '../../policies/card-controls.ts';
import { lettersOf } from '../domain/spend-card.ts';

/** Rules of a card beyond its channels. */
export const spendRules = z.object({
  version: wholeNumber,
  limits: z.array(
    z.object({
      per: z.enum(limitPeriods),
      channel: z.enum(entryChannels).optional(),
      max: minorUnits.optional(),
      count: wholeNumber.optional(),
      zone: z.string().optional(),
    }),
  ),
  mcc: z.object({ allow: z.array(z.string()).optional(), block: z.array(z.string()).optional() }).optional(),
});

/** Rules of the holder for all its cards, with one letter for each channel that is switched off. */
export const holderRules = spendRules.extend({ off: z.string().optional() });

const plainOf = ({ version, limits, mcc = {} }: UseRules) => ({
  version,
  limits: [...limits],
  mcc: {
    ...(mcc.allow === undefined ? {} : { allow: [...mcc.allow] }),
    ...(mcc.block === undefined ? {} : { block: [...mcc.block] }),
  },
});

/** The stored form of a card's rules. */
export const rulesToItem = (rules: UseRules): unknown => z.encode(spendRules, plainOf(rules));

/** A holder's rules as its balances' items have them, before they are encoded. */
export const holderRulesOf = (rules: UseRules): z.output<typeof holderRules> => ({
  ...plainOf(rules),
  off: lettersOf(rules.off ?? []),
});

/** The stored form of a holder's rules. */
export const holderToItem = (rules: UseRules): unknown => z.encode(holderRules, holderRulesOf(rules));
