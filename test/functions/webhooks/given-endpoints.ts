import { wire as createWire } from '../../../functions/webhooks/create-webhook-endpoint/handler.ts';
import { createWebhookEndpoint } from '../../../functions/webhooks/create-webhook-endpoint/declaration.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

export const loopback = { WEBHOOK_LOOPBACK: 'allow' } as const;

/** An endpoint as its operation made it. */
export interface MadeEndpoint {
  readonly endpointId: string;
  readonly secret: string;
}

/** Makes an endpoint through its operation. */
export const givenEndpoint = async (
  platform: TestPlatform,
  tenant: TenantContext,
  wish: { readonly url?: string; readonly eventTypes?: readonly string[] } = {},
): Promise<MadeEndpoint> => {
  const body = { url: wish.url ?? 'https://hooks.example.com/nodal', eventTypes: wish.eventTypes ?? ['*'] };
  const answer = await call(createWire(platform), createWebhookEndpoint, { as: { tenant }, body });
  if (answer.status !== 201) throw new Error(`no endpoint was made: ${JSON.stringify(answer.body)}`);
  return answer.body as MadeEndpoint;
};
