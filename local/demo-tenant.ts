import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { ApiClient } from './demo/api-client.ts';

const onboarded = z.object({
  tenantId: z.string(),
  programId: z.string(),
  apiKey: z.object({ keyId: z.string(), secret: z.string() }),
});

const demoTenant = z.object({ tenantId: z.string(), programId: z.string(), apiKey: z.string() });

/** A tenant to try the platform with. */
export type DemoTenant = Readonly<z.output<typeof demoTenant>>;

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

/**
 * The demo tenant of kept data: made at the first start, the same at every later one.
 * @param file beside NODAL_DATA, readable by its owner only, since the key's secret is shown just once
 */
export const keptDemoTenant = async (operator: ApiClient, file: string): Promise<DemoTenant> => {
  if (existsSync(file)) return demoTenant.parse(JSON.parse(readFileSync(file, 'utf8')));
  const made = await createDemoTenant(operator);
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
};
