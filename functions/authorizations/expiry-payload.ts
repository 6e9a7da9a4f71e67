import * as z from 'zod';
import { networkName } from './network-name.ts';

/** What the timer of a hold carries: ids only. */
export const expiryPayload = z.object({ cardId: z.string(), network: networkName });
