import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { updateTenant } from '../../../functions/tenants/update-tenant/declaration.ts';
import { wire } from '../../../functions/tenants/update-tenant/handler.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/**
 * Has the tenant decide itself, as its staff set it.
 * @returns the secret that the questions are signed with
 */
export const givenDecisionWebhook = async (
  platform: TestPlatform,
  tenant: TenantContext,
  decisionWebhook: { readonly url: string; readonly default: 'approve' | 'decline' },
): Promise<string> => {
  const reachable = { ...platform, settings: { ...platform.settings, WEBHOOK_LOOPBACK: 'allow' } };
  const { status, body } = await call(wire(reachable), updateTenant, {
    as: { staff: 'Admin', of: tenant },
    params: { tenantId: tenant.tenantId },
    body: { settings: { decisionWebhook } },
  });
  if (status !== 200) throw new Error(`no decision webhook was set: ${JSON.stringify(body)}`);
  return String((body as { decisionWebhookSecret: unknown }).decisionWebhookSecret);
};
