import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import type { beginIssuance as declaration } from './declaration.ts';

/**
 * Starts the workflow of an issuance. The execution's name is the issuance id, so a repeated event starts nothing; its
 * input holds ids only.
 */
export const beginIssuance =
  ({ workflows }: { readonly workflows: WorkflowEngine }): QueueUseCase<typeof declaration> =>
  async ({ message }) => {
    const { tenantId, resource } = message.detail;
    const input = { tenantId, issuanceId: resource.id };
    await workflows.start({ workflow: 'card-issuance', name: resource.id, input });
  };
