import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { PinBlock } from '../../../../functions/cards/ports/pin-block.ts';
import type { ProviderSample } from '../../../../functions/kernel/observability/meter.ts';
import { tenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { adyenIssuer } from '../../../../functions/providers/adyen/issuer-processor.ts';
import type { AdyenServer } from '../../../support/adyen-server.ts';
import { startAdyen } from '../../../support/adyen-server.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { IssuerBench } from '../issuer-contract.ts';

export const patience = { requestMs: 250, callMs: 2_000 };
export const program = {
  accountHolderId: 'AH00000000000000000000001',
  issuingCountry: 'NL',
  brandVariants: { visa: 'visaprepaid', mastercard: 'mcprepaid' },
  cardProfileId: 'YOUR_PROFILE',
};

export let adyen: AdyenServer;
export let platform: TestPlatform;
export const tenant = tenantContext({ tenantId: 'ten_adyen', tag: 'aaaaa', sandbox: false });

/** Adyen behind a loopback server, for the tests of one file. */
export const useAdyen = (): void => {
  beforeAll(async () => {
    adyen = await startAdyen();
    platform = await startTestPlatform();
  });
  afterAll(async () => {
    await adyen.stop();
    await platform.stop();
  });
  afterEach(() => {
    adyen.faults.length = 0;
    adyen.requests.length = 0;
  });
};

/** The adapter on the real `fetch`, with what it measured. */
export const client = (given: { readonly settings?: Record<string, string> } = {}) => {
  const samples: ProviderSample[] = [];
  const issuer = adyenIssuer(
    {
      ...platform,
      fetch,
      settings: { ADYEN_BASE_URL: adyen.url, ADYEN_PROGRAM: JSON.stringify(program), ...given.settings },
      secrets: {
        values: async (name) => (name === 'adyen-api-key' ? [adyen.apiKey] : platform.secrets.values(name)),
      },
      meter: { ...platform.meter, provider: (sample) => void samples.push(sample) },
    },
    patience,
  );
  return { issuer, samples };
};

const hexOf = (bytes: number): string => randomBytes(bytes).toString('hex').toUpperCase();

export const bench = (): IssuerBench => ({
  ...client(),
  tenant,
  network: 'visa',
  loseNextAnswer: async () => void adyen.faults.push('lost'),
  failNext: async (count) => {
    adyen.faults.length = 0;
    for (let index = 0; index < count; index += 1) adyen.faults.push('unavailable');
  },
  cardsMade: async (reference) =>
    [...adyen.instruments.values()].filter((instrument) => instrument.reference === reference).length,
  sealPin: () => new PinBlock(`${hexOf(256)}.${hexOf(16)}.4321432143214321`),
  isSamePin: (sealed, revealed) => {
    const [, block, token] = sealed.handOver().split('.');
    const [key = '', shownBlock, shownToken] = revealed.handOver().split('.');
    return key.length === 64 && shownBlock === block && shownToken === token;
  },
  logged: () => JSON.stringify(platform.sent),
});
