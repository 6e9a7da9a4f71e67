import { afterAll, beforeAll } from 'vitest';
import { PinBlock } from '../../../../functions/cards/ports/pin-block.ts';
import type { ProviderSample } from '../../../../functions/kernel/observability/meter.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import type { TwinServer } from '../../../support/twin-server.ts';
import { startTwin } from '../../../support/twin-server.ts';
import type { IssuerBench } from '../issuer-contract.ts';
import { issuerContract } from '../issuer-contract.ts';

let twin: TwinServer;
let tenant: TenantContext;
beforeAll(async () => {
  twin = await startTwin();
  tenant = await twin.platform.tenant();
});
afterAll(() => twin.stop());

const bench = (): IssuerBench => {
  const samples: ProviderSample[] = [];
  /** What becomes of the next requests that say something; the key is fetched in any case. */
  const fates: ('lost' | 'unavailable')[] = [];
  const platform = twin.client(async (url, init) => {
    const fate = init.method === 'GET' ? undefined : fates.shift();
    if (fate === 'unavailable') return new Response('', { status: 503 });
    const answer = await fetch(url, init);
    if (fate === 'lost') throw new TypeError('reset');
    return answer;
  });
  return {
    issuer: sandboxIssuer({ ...platform, meter: { ...platform.meter, provider: (one) => void samples.push(one) } }),
    tenant,
    network: 'rupay',
    samples,
    loseNextAnswer: async () => void fates.push('lost'),
    failNext: async (count) => {
      fates.splice(0, fates.length, ...Array.from({ length: count }, () => 'unavailable' as const));
    },
    cardsMade: async (reference) =>
      (await twin.platform.items()).filter((item) => item['item'] === 'twin_card' && item['reference'] === reference)
        .length,
    sealPin: () => new PinBlock('041234FEDCBA9876'),
    isSamePin: (sealed, revealed) => sealed.handOver() === revealed.handOver(),
    logged: () => JSON.stringify(twin.platform.sent),
  };
};

issuerContract('the twin', bench);
