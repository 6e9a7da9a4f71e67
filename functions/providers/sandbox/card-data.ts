import * as z from 'zod';
import type { CardData } from '../../cards/ports/issuer-processor.ts';

/** Card data as the issuer writes it (AN-07): 14 to 19 digits, three digits, month, four-digit year. */
export const wireCardData = z.object({
  pan: z.string().regex(/^\d{14,19}$/),
  cvv: z.string().regex(/^\d{3}$/),
  expiryMonth: z.int().min(1).max(12),
  expiryYear: z.int().min(2000).max(9999),
});

export const toCardData = ({ pan, cvv, expiryMonth, expiryYear }: z.output<typeof wireCardData>): CardData => ({
  pan,
  cvv,
  expiryMonth,
  expiryYear,
});
