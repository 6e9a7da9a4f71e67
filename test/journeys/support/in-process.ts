import { createDemoTenant } from '../../../local/demo-tenant.ts';
import { apiClient } from '../../../local/demo/api-client.ts';
import type { LocalPlatform } from '../../../local/platform.ts';
import type { JourneyPlatform } from '../platform.ts';

/** The platform of this process as the stories see it, with a demo tenant. */
export const inProcess = async (local: LocalPlatform): Promise<JourneyPlatform> => ({
  baseUrl: local.baseUrl,
  issuerIngressUrl: local.issuerIngressUrl,
  authorizationIngressUrl: local.authorizationIngressUrl,
  paymentIngressUrl: local.paymentIngressUrl,
  operatorToken: local.operatorToken,
  managerToken: local.managerToken,
  employeeToken: local.employeeToken,
  demo: await createDemoTenant(apiClient(local.baseUrl, { authorization: `Bearer ${local.operatorToken}` })),
  staffToken: (member) => local.staffToken(member),
  webhookSecret: () => local.secret('issuer-webhook-signing'),
  runScheduled: (operationId) => local.runScheduled(operationId),
});
