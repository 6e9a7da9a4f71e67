import type { KycProvider } from '../../customers/ports/kyc-provider.ts';
import type { KycRefusalReason } from '../../customers/ports/kyc-refused.ts';
import { KycRefused } from '../../customers/ports/kyc-refused.ts';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { providerClient } from './client.ts';
import { encrypted } from './encryption.ts';
import { encryptionKeys } from './encryption-key.ts';
import type { ProviderPlatform } from './exchange.ts';
import { startOtp } from './start-otp.ts';
import { startVideoCall } from './start-video-call.ts';
import { submitOtp } from './submit-otp.ts';
import { signedTransport } from './transport.ts';
import { measured } from './turnaround.ts';

const known: readonly KycRefusalReason[] = ['case_unknown', 'case_expired', 'invalid_request', 'reference_reused'];

const refuse = (code: string): KycRefused => new KycRefused(known.find((reason) => reason === code) ?? 'other');

/**
 * The KYC vendor behind ISSUER_SANDBOX_URL; needs the secret `issuer-request-signing`.
 * Build it once per environment: it keeps the vendor's encryption key.
 */
export const sandboxKyc = (platform: ProviderPlatform, patience: Patience = defaultPatience): KycProvider => {
  const keys = encryptionKeys(platform, '/kyc/v1/encryption-key');
  const exchange = measured(platform)(encrypted(platform, keys)(signedTransport(platform, 'issuer-request-signing')));
  const client = providerClient(platform, { provider: 'kyc', exchange, refuse, patience });
  return {
    startOtp: (tenant, applicant) => client.execute(tenant, startOtp(applicant)),
    submitOtp: async (tenant, submission) => {
      const verdict = await client.execute(tenant, submitOtp(submission));
      if (verdict === 'pending') throw new TemporarilyUnavailable('The KYC provider has not decided yet.');
      return verdict;
    },
    startVideoCall: (tenant, applicant) => client.execute(tenant, startVideoCall(applicant)),
  };
};
