import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import type { beginMandateRegistration as declaration } from './declaration.ts';

/**
 * Starts the registration of a mandate. The execution's name is the mandate's id, so a repeated event starts nothing; its
 * input holds ids only.
 */
export const beginMandateRegistration =
  ({ workflows }: { readonly workflows: WorkflowEngine }): QueueUseCase<typeof declaration> =>
  async ({ message }) => {
    const { tenantId, resource } = message.detail;
    const input = { tenantId, mandateId: resource.id };
    await workflows.start({ workflow: 'mandate-registration', name: resource.id, input });
  };
