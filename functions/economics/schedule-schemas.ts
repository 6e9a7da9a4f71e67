import * as z from 'zod';
import { amountOf, moneyAnswer } from '../kernel/http/schemas.ts';
import { fromWire, toWire } from '../kernel/money/money.ts';
import { currencyMismatch } from './domain/economics-errors.ts';
import type { FeeSchedule } from './domain/fee-schedule.ts';

const terms = z
  .strictObject({ fixed: amountOf(0).optional(), basisPoints: z.int().min(0).max(10_000).optional() })
  .refine(({ fixed, basisPoints }) => fixed !== undefined || basisPoints !== undefined, {
    error: 'must have fixed, basisPoints or both',
  });

/** A schedule as a caller sends it: all of it, and what is left out or null is free. */
export const scheduleBody = z.strictObject({ gatewayLoad: terms.nullable().optional() });

export const scheduleAnswer = z
  .object({
    gatewayLoad: z.object({ fixed: moneyAnswer.optional(), basisPoints: z.int().optional() }).nullable(),
    version: z.int(),
  })
  .meta({ id: 'FeeSchedule' });

/** @throws currency_mismatch (422) unless amounts are in the program's currency */
export const readSchedule = (
  { gatewayLoad }: z.output<typeof scheduleBody>,
  { currency }: Pick<FeeSchedule, 'currency'>,
): Pick<FeeSchedule, 'gatewayLoad'> => {
  if (gatewayLoad === undefined || gatewayLoad === null) return {};
  const { fixed, basisPoints } = gatewayLoad;
  if (fixed !== undefined && fixed.currency !== currency) throw currencyMismatch(currency);
  return {
    gatewayLoad: {
      ...(fixed === undefined ? {} : { fixed: fromWire(fixed).minor }),
      ...(basisPoints === undefined ? {} : { basisPoints }),
    },
  };
};

/** The schedule as it was sent, with its version. */
export const presentSchedule = ({ version, currency, gatewayLoad }: FeeSchedule): z.input<typeof scheduleAnswer> => ({
  gatewayLoad:
    gatewayLoad === undefined
      ? null
      : {
          ...(gatewayLoad.fixed === undefined ? {} : { fixed: toWire({ minor: gatewayLoad.fixed, currency }) }),
          ...(gatewayLoad.basisPoints === undefined ? {} : { basisPoints: gatewayLoad.basisPoints }),
        },
  version,
});
