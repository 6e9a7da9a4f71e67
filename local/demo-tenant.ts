import * as z from 'zod';
import type { ApiClient } from './demo/api-client.ts';

const onboarded = z.object({
  tenantId: z.string(),
  programId: z.string(),
  apiKey: z.object({ keyId: z.string(), secret: z.string() }),
});

/** A tenant to try the platform with. */
export interface DemoTenant {
  readonly tenantId: string;
  readonly programId: string;
  readonly apiKey: string;
}

/** On-boards a tenant whose program is issued by the sandbox twin. */
export const createDemoTenant = async (operator: ApiClient): Promise<DemoTenant> => {
  const { tenantId, programId, apiKey } = await operator.call(
    {
      method: 'POST',
      path: '/admin/tenants',
      body: {
        name: 'Demo Wallet',
        program: { name: 'Demo Card', network: 'visa', bin: '411111', currency: 'INR', issuer: 'sandbox' },
      },
    },
    onboarded,
  );
  return { tenantId, programId, apiKey: apiKey.secret };
};
