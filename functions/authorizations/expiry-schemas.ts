import * as z from 'zod';
import { networkName } from './network-name-schemas.ts';

/** What the timer of a hold carries: ids only. */
export const expiryPayload = z.object({ cardId: z.string(), network: networkName });

/** What the events that reserve something say of it. */
export const reservingEvent = z.object({
  cardId: z.string(),
  network: networkName,
  merchant: z.object({ mcc: z.string() }).optional(),
});
