import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import { orderEvent } from '../order-schemas.ts';
import type { beginCardOrder as declaration } from './declaration.ts';

/**
 * Starts the workflow of an order. The execution's name is the order id, so a repeated event starts nothing; its input
 * holds ids only.
 */
export const beginCardOrder =
  ({ workflows }: { readonly workflows: WorkflowEngine }): QueueUseCase<typeof declaration> =>
  async ({ message: { detail } }) => {
    const { tenantId, resource } = detail;
    const { cardId } = orderEvent.parse(detail.data);
    const input = { tenantId, cardId, orderId: resource.id };
    await workflows.start({ workflow: 'physical-card-order', name: resource.id, input });
  };
