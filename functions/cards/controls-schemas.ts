import * as z from 'zod';
import { amountOf, moneyAnswer } from '../kernel/http/schemas.ts';
import { fromWire, toWire } from '../kernel/money/money.ts';
import { entryChannels, limitPeriods, mostLimits, mostMerchantCategories } from '../policies/card-controls.ts';
import type { CardLimit, Controls } from './domain/controls.ts';
import { isTimeZone } from './domain/controls.ts';

const switches = z.strictObject({
  pos: z.boolean(),
  ecom: z.boolean(),
  atm: z.boolean(),
  contactless: z.boolean(),
  international: z.boolean(),
});

const mostUses = 1_000_000;
const longestZone = 40;

const limit = z
  .strictObject({
    per: z.enum(limitPeriods),
    channel: z.enum(entryChannels).optional(),
    amount: amountOf(1).optional(),
    count: z.int().min(1).max(mostUses).optional(),
    timeZone: z
      .string()
      .max(longestZone)
      .refine(isTimeZone, 'must be an IANA time zone such as Asia/Kolkata')
      .optional(),
  })
  .refine(
    ({ amount, count }) => amount !== undefined || count !== undefined,
    'must limit the amount, the count or both',
  )
  .refine(({ per, count }) => per !== 'transaction' || count === undefined, {
    path: ['count'],
    message: 'must be left out: a transaction is one use',
  });

const limits = z
  .array(limit)
  .max(mostLimits)
  .refine(
    (all) => new Set(all.map(({ per, channel }) => `${per} ${channel ?? ''}`)).size === all.length,
    'must not limit the same use twice',
  );

const categories = z
  .array(z.string().regex(/^\d{4}$/u, 'must be a merchant category code of four digits'))
  .max(mostMerchantCategories)
  .refine((codes) => new Set(codes).size === codes.length, 'must not name a category twice');

/** Controls as a caller sends them: all of them, each time; what is left out of `limits` and `mcc` is no rule. */
export const controlsBody = z.strictObject({
  channels: switches,
  limits: limits.optional(),
  mcc: z.strictObject({ allow: categories.optional(), block: categories.optional() }).optional(),
});

/** Controls as they are answered. */
export const controlsAnswer = z
  .object({
    channels: switches,
    limits: z.array(
      z.object({
        per: z.enum(limitPeriods),
        channel: z.enum(entryChannels).optional(),
        amount: moneyAnswer.optional(),
        count: z.int().optional(),
        timeZone: z.string().optional(),
      }),
    ),
    mcc: z.object({ allow: z.array(z.string()).optional(), block: z.array(z.string()).optional() }),
  })
  .meta({ id: 'CardControls' });

export const readControls = ({ channels, limits: wished, mcc }: z.output<typeof controlsBody>): Controls => ({
  channels,
  limits: (wished ?? []).map(({ amount, ...rest }) => ({
    ...rest,
    amount: amount === undefined ? undefined : fromWire(amount),
  })),
  mcc: mcc ?? {},
});

const presentLimit = ({ per, channel, amount, count, timeZone }: CardLimit) => ({
  per,
  ...(channel === undefined ? {} : { channel }),
  ...(amount === undefined ? {} : { amount: toWire(amount) }),
  ...(count === undefined ? {} : { count }),
  ...(timeZone === undefined ? {} : { timeZone }),
});

export const presentControls = ({ channels, limits: kept, mcc }: Controls): z.input<typeof controlsAnswer> => ({
  channels,
  limits: kept.map(presentLimit),
  mcc: {
    ...(mcc.allow === undefined ? {} : { allow: [...mcc.allow] }),
    ...(mcc.block === undefined ? {} : { block: [...mcc.block] }),
  },
});
