import { fromWire } from '../../kernel/money/money.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { MailSender } from '../../kernel/platform/platform.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { AlertContacts } from '../../tenants/ports/alert-contacts.ts';
import { alertRecipients, lowBalanceMail } from '../domain/low-balance-alert.ts';
import type { LowBalanceAlerts } from '../ports/low-balance-alerts.ts';
import type { PartnerBalanceStore } from '../ports/partner-balance-store.ts';
import type { sendLowBalanceAlert as declaration } from './declaration.ts';

interface Dependencies {
  readonly directory: Pick<TenantDirectory, 'byId'>;
  readonly partners: Pick<PartnerBalanceStore, 'find'>;
  readonly contacts: AlertContacts;
  readonly alerts: LowBalanceAlerts;
  readonly mail: MailSender;
}

/**
 * Tells a tenant by mail that one of its balances runs low (AN-70).
 *
 * In: the event of a crossing. Out: nothing.
 * 1. A crossing that was mailed is not mailed again: queues and bus may repeat themselves.
 * 2. Whom to tell is read now and is in no event: the balance's own address and the tenant's. Nobody: no mail.
 * 3. Send, then say so. In this order a mail may come twice, when this ends in between; in the other it may never come.
 */
export const sendLowBalanceAlert =
  ({ directory, partners, contacts, alerts, mail }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail: event }, log }) => {
    const { partnerBalanceId, kind, available, lowBalanceThreshold } = event.data;
    const tenant = await directory.byId(event.tenantId);
    const balance = tenant && (await partners.find(tenant, partnerBalanceId));
    if (tenant === undefined || balance === undefined) throw new Error(`no partner balance ${partnerBalanceId}`);
    const crossing = { eventId: event.id, balance };
    if (await alerts.wasSent(tenant, crossing)) return;
    const to = alertRecipients(balance, await contacts.of(tenant));
    if (to.length === 0) {
      log.info('low_balance_alert_for_nobody', { tenantId: tenant.tenantId, resourceId: partnerBalanceId });
      return;
    }
    const low = { partnerBalanceId, kind, available: fromWire(available), threshold: fromWire(lowBalanceThreshold) };
    await mail.send({ to, ...lowBalanceMail(low) });
    await alerts.markSent(tenant, crossing);
  };
