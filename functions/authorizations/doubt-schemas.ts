import * as z from 'zod';

export const doubtQueue = 'authorization-doubts';

/** What the queue carries: whose card, and the network's message as it came. No card number is in it. */
export const doubtMessage = z.object({
  tenantId: z.string(),
  cardId: z.string(),
  balanceId: z.string(),
  /** Of the request that was answered late: the message may have come by others too. */
  requestId: z.string(),
  raw: z.base64(),
});
