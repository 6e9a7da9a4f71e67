import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { Issuer } from './adyen/issuer-processor.ts';
import type { ProviderPlatform } from './sandbox/exchange.ts';
import { sandboxIssuer } from './sandbox/issuer-processor.ts';

/**
 * The issuing processor of each tenant's program: the twin for sandbox programs, Adyen for the others. Nobody behind the
 * ports can tell which (AL-32). Build it once per environment; what it needs is in docs/providers.md.
 */
export const issuerProcessor = (platform: ProviderPlatform): Issuer => {
  const sandbox = sandboxIssuer(platform);
  let adyen: Promise<Issuer> | undefined;
  const of = async ({ sandbox: isSandbox }: TenantContext): Promise<Issuer> => {
    if (isSandbox) return sandbox;
    // Adyen's library takes time to load, which a function that serves the other programs need not wait for.
    adyen ??= import('./adyen/issuer-processor.ts').then(({ adyenIssuer }) => adyenIssuer(platform));
    return adyen;
  };
  return {
    openAccount: async (tenant, order) => (await of(tenant)).openAccount(tenant, order),
    createVirtualCard: async (tenant, order) => (await of(tenant)).createVirtualCard(tenant, order),
    readCardData: async (tenant, externalId) => (await of(tenant)).readCardData(tenant, externalId),
    changeStatus: async (tenant, change) => (await of(tenant)).changeStatus(tenant, change),
    readStatus: async (tenant, externalId) => (await of(tenant)).readStatus(tenant, externalId),
    setPin: async (tenant, pin) => (await of(tenant)).setPin(tenant, pin),
    readPin: async (tenant, externalId) => (await of(tenant)).readPin(tenant, externalId),
    resetCvv: async (tenant, reset) => (await of(tenant)).resetCvv(tenant, reset),
    setThreeDs: async (tenant, threeDs) => (await of(tenant)).setThreeDs(tenant, threeDs),
    orderPlastic: async (tenant, order) => (await of(tenant)).orderPlastic(tenant, order),
    readOrder: async (tenant, orderId) => (await of(tenant)).readOrder(tenant, orderId),
    linkCard: async (tenant, link) => (await of(tenant)).linkCard(tenant, link),
  };
};
