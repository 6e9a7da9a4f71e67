import * as z from 'zod';
import { currencies } from '../kernel/money/currency.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';

/** A message's name on the wire; the id is the issuer's. */
export const networkName = z.object({
  id: z.string().regex(/^[\u0021-\u007e]{1,64}$/u),
  transmittedAt: z.iso.datetime(),
});

/** Integer minor units, at least `lowest`. */
export const networkAmount = (lowest: number) =>
  z.object({ amount: z.int().min(lowest).max(Number.MAX_SAFE_INTEGER), currency: z.enum(currencies) });

export const toMessageName = ({ id, transmittedAt }: z.output<typeof networkName>) => ({
  id,
  transmittedAt: fromTimestamp(transmittedAt).round('millisecond'),
});
