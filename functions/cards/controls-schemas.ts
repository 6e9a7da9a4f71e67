import * as z from 'zod';
import { amountOf, moneyAnswer } from '../kernel/http/schemas.ts';
import { fromWire, toWire } from '../kernel/money/money.ts';
import type { Controls } from './domain/controls.ts';
import { limitPeriods, limitedChannels, mostLimits, mostMerchantCategories } from './domain/controls.ts';

const switches = z.strictObject({
  pos: z.boolean(),
  ecom: z.boolean(),
  atm: z.boolean(),
  contactless: z.boolean(),
  international: z.boolean(),
});

const limit = z.strictObject({
  per: z.enum(limitPeriods),
  channel: z.enum(limitedChannels).optional(),
  amount: amountOf(1),
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
      z.object({ per: z.enum(limitPeriods), channel: z.enum(limitedChannels).optional(), amount: moneyAnswer }),
    ),
    mcc: z.object({ allow: z.array(z.string()).optional(), block: z.array(z.string()).optional() }),
  })
  .meta({ id: 'CardControls' });

export const readControls = ({ channels, limits: wished, mcc }: z.output<typeof controlsBody>): Controls => ({
  channels,
  limits: (wished ?? []).map(({ amount, ...rest }) => ({ ...rest, amount: fromWire(amount) })),
  mcc: mcc ?? {},
});

export const presentControls = ({ channels, limits: kept, mcc }: Controls): z.input<typeof controlsAnswer> => ({
  channels,
  limits: kept.map(({ per, channel, amount }) => ({
    per,
    ...(channel === undefined ? {} : { channel }),
    amount: toWire(amount),
  })),
  mcc: {
    ...(mcc.allow === undefined ? {} : { allow: [...mcc.allow] }),
    ...(mcc.block === undefined ? {} : { block: [...mcc.block] }),
  },
});
