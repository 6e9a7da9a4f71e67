import type { QueueSender } from '../../kernel/platform/platform.ts';
import type { Doubts } from '../ports/doubts.ts';

const doubtQueue = 'authorization-doubts';

/** Doubts are settled by a queue's worker. */
export const queuedDoubts = (queues: QueueSender): Doubts => ({
  raise: ({ owner: { tenant, cardId, balanceId }, rawBody, requestId }) =>
    queues.send({
      queue: doubtQueue,
      body: JSON.stringify({
        tenantId: tenant.tenantId,
        cardId,
        balanceId,
        requestId,
        raw: Buffer.from(rawBody).toString('base64'),
      }),
    }),
});
