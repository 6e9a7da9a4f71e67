import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { endpointFacts, endpointRecord } from '../domain/endpoint-events.ts';
import { rotateSecret, secretOverlapHours } from '../domain/webhook-endpoint.ts';
import { endpointNamed } from '../endpoint-rules.ts';
import type { EndpointDirectory, EndpointWrites } from '../ports/endpoint-store.ts';
import type { SecretVault } from '../../kernel/outbound/secret-vault.ts';
import { makeSigningSecret } from '../../kernel/outbound/signing-secret.ts';
import type { rotateWebhookSecret as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly writes: EndpointWrites;
  readonly vault: SecretVault;
  readonly unitOfWork: UnitOfWork;
  readonly random: RandomSource;
  /** Real time: the overlap is for the receiver's people, not for the tenant's business. */
  readonly clock: Clock;
}

/**
 * Makes an endpoint's next signing secret.
 *
 * In: the endpoint. Out: the secret, and until when the one before signs too; an even older one stops at once. A
 * repeat does not tell the secret again. Endpoint, record `webhook_endpoint.secret_rotated` and key commit together.
 */
export const rotateWebhookSecret =
  ({ endpoints, writes, vault, unitOfWork, random, clock }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant } = context;
    const before = await endpointNamed(endpoints, tenant, params.endpointId);
    const secret = makeSigningSecret(random);
    const now = clock.now();
    const endpoint = rotateSecret(before, await vault.seal(before.endpointId, secret), now);
    const record = endpointRecord(writes.partition(tenant, endpoint.endpointId), endpoint, {
      type: 'webhook_endpoint.secret_rotated',
      data: endpointFacts(endpoint),
    });
    return unitOfWork.commit(
      context,
      { writes: [writes.replace(tenant, endpoint)], records: [record] },
      {
        endpointId: endpoint.endpointId,
        secret,
        previousSecretExpiresAt: toTimestamp(now.add({ hours: secretOverlapHours })),
      },
    );
  };
