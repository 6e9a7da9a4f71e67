import type { CustomerContacts } from '../../customers/ports/customer-contacts.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { MailSender } from '../../kernel/platform/platform.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { controlsMail } from '../domain/controls-alert.ts';
import type { ControlsAlerts } from '../ports/controls-alerts.ts';
import type { sendControlsAlert as declaration } from './declaration.ts';

interface Dependencies {
  readonly directory: Pick<TenantDirectory, 'byId'>;
  readonly contacts: CustomerContacts;
  readonly alerts: ControlsAlerts;
  readonly mail: MailSender;
}

/**
 * Tells a customer by mail that what its cards may be used for was changed (rule 90).
 *
 * In: the event of a change, by whomever. Out: nothing.
 * 1. A change that was mailed is not mailed again: queues and bus may repeat themselves.
 * 2. The address is read now and is in no event.
 * 3. Send, then say so. In this order a mail may come twice, when this ends in between; in the other it may never come.
 */
export const sendControlsAlert =
  ({ directory, contacts, alerts, mail }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail: event } }) => {
    const { customerId, lastFour, controls } = event.data;
    const tenant = await directory.byId(event.tenantId);
    const email = tenant && (await contacts.emailOf(tenant, customerId));
    if (tenant === undefined || email === undefined) throw new Error(`no customer ${customerId}`);
    if (await alerts.wasSent(tenant, event.id)) return;
    await mail.send({ to: [email], ...controlsMail({ lastFour, at: event.createdAt, ...controls }) });
    await alerts.markSent(tenant, event.id);
  };
