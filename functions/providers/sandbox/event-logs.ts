import type { IssuerEventLog } from '../../ingress/ports/issuer-event-log.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { providerClient } from './client.ts';
import { encrypted } from './encryption.ts';
import { encryptionKeys } from './encryption-key.ts';
import type { ProviderPlatform } from './exchange.ts';
import { listEvents } from './list-events.ts';
import { signedTransport } from './transport.ts';
import { measured } from './turnaround.ts';

/** A refusal to list is a defect of the wiring: no caller acts on it. */
const refuse = (code: string): Error => new Error(`the provider refused to list its events: ${code}`);

/**
 * The event logs of the issuing processor, of the KYC vendor and of the bank behind ISSUER_SANDBOX_URL; needs the secret
 * `issuer-request-signing`. Build it once per environment: it keeps their encryption keys.
 */
export const sandboxEventLogs = (
  platform: ProviderPlatform,
  patience: Patience = defaultPatience,
): readonly IssuerEventLog[] => {
  const transport = signedTransport(platform, 'issuer-request-signing');
  return (['issuer', 'kyc', 'bank'] as const).map((provider) => {
    const keys = encryptionKeys(platform, `/${provider}/v1/encryption-key`);
    const exchange = measured(platform)(encrypted(platform, keys)(transport));
    const client = providerClient(platform, { provider, exchange, refuse, patience });
    return { list: (tenant, since, page) => client.execute(tenant, listEvents(provider, since, page)) };
  });
};
