import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import { presentEndpoint } from '../answers.ts';
import { endpointFacts, endpointRecord } from '../domain/endpoint-events.ts';
import { openEndpoint } from '../domain/webhook-endpoint.ts';
import { refuseTooMany, refuseUrl } from '../endpoint-rules.ts';
import type { AddressGuard } from '../../kernel/outbound/address-guard.ts';
import type { EndpointDirectory, EndpointWrites } from '../ports/endpoint-store.ts';
import type { SecretVault } from '../../kernel/outbound/secret-vault.ts';
import { makeSigningSecret } from '../../kernel/outbound/signing-secret.ts';
import type { createWebhookEndpoint as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly writes: EndpointWrites;
  readonly vault: SecretVault;
  readonly guard: AddressGuard;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly random: RandomSource;
}

/**
 * Makes an endpoint.
 *
 * In: a URL and the events it wants. Out: the endpoint and its signing secret; a repeat does not tell the secret again.
 * 1. The URL must be one that the platform may call, and the tenant must have room for another endpoint.
 * 2. Make a secret and seal it: in clear it leaves in this answer and is kept nowhere.
 * 3. Commit endpoint, record `webhook_endpoint.created` and key together.
 */
export const createWebhookEndpoint =
  ({ endpoints, writes, vault, guard, unitOfWork, ids, random }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenant, clock } = context;
    refuseUrl(body.url, guard);
    await refuseTooMany(endpoints, tenant);
    const endpointId = ids.next('whe', tenant);
    const secret = makeSigningSecret(random);
    const sealed = await vault.seal(endpointId, secret);
    const endpoint = openEndpoint({ endpointId, sealed, ...body }, clock.now());
    const record = endpointRecord(writes.partition(tenant, endpointId), endpoint, {
      type: 'webhook_endpoint.created',
      data: endpointFacts(endpoint),
    });
    const work = { writes: [writes.create(tenant, endpoint)], records: [record] };
    return unitOfWork.commit(context, work, { ...presentEndpoint(endpoint), secret });
  };
