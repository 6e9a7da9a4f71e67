import { describe, expect, it } from 'vitest';
import { tenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { issuerProcessor } from '../../../functions/providers/issuer-processors.ts';
import { adyen, platform, program, useAdyen } from './adyen/adyen-bench.ts';

useAdyen();

/** Every request goes to Adyen's server, whatever address it names; what was asked for is kept. */
const chosen = () => {
  const asked: string[] = [];
  const issuer = issuerProcessor({
    ...platform,
    fetch: async (url, init) => {
      asked.push(url);
      return fetch(url, init);
    },
    secrets: { values: async (name) => (name === 'adyen-api-key' ? [adyen.apiKey] : platform.secrets.values(name)) },
    settings: {
      ISSUER_SANDBOX_URL: 'http://127.0.0.1:9',
      ADYEN_BASE_URL: adyen.url,
      ADYEN_PROGRAM: JSON.stringify(program),
    },
  });
  return { issuer, asked };
};

const order = { reference: 'bal_1', currency: 'EUR', holderName: 'ASHA RAO' } as const;

describe('The issuing processor of a program', () => {
  it('AN-01 AL-32 is Adyen for a program that is no sandbox', async () => {
    const { issuer, asked } = chosen();
    const tenant = tenantContext({ tenantId: 'ten_live', tag: 'aaaaa', sandbox: false });
    expect((await issuer.openAccount(tenant, order)).externalId).toMatch(/^BA/);
    expect(asked.every((url) => url.startsWith(adyen.url))).toBe(true);
  });

  it('AL-32 is the twin for a sandbox program: nothing of it reaches Adyen', async () => {
    const { issuer, asked } = chosen();
    const tenant = tenantContext({ tenantId: 'ten_sandbox', tag: 'aaaab', sandbox: true });
    await expect(issuer.openAccount(tenant, order)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((url) => url.startsWith('http://127.0.0.1:9/'))).toBe(true);
    expect(adyen.requests).toEqual([]);
  });
});
