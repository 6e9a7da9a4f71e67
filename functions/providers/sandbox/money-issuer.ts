import type { CreditReturns } from '../../balances/ports/credit-returns.ts';
import type { ReceiverCardIssuer } from '../../balances/ports/receiver-card-issuer.ts';
import type { VpaIssuer } from '../../balances/ports/vpa-issuer.ts';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { providerClient } from './client.ts';
import { createVpa } from './create-vpa.ts';
import { encrypted } from './encryption.ts';
import { encryptionKeys } from './encryption-key.ts';
import type { ProviderPlatform } from './exchange.ts';
import { pushToCard } from './push-to-card.ts';
import { returnCredit } from './return-credit.ts';
import { tokenizeCard } from './tokenize-card.ts';
import { signedTransport } from './transport.ts';
import { measured } from './turnaround.ts';

/** The only refusals after which it is sure that no money went out. */
const declines: readonly string[] = ['receiver_declined', 'receiver_unknown'];

class Declined extends Error {
  override name = 'Declined';
}

const refuse = (code: string): Error => {
  if (declines.includes(code)) return new Declined(code);
  return new IssuerRefused(
    code === 'account_unknown' || code === 'invalid_request' || code === 'reference_reused' ? code : 'other',
  );
};

/**
 * The issuing processor's rails: UPI IDs, credits that go back, money for cards. Behind ISSUER_SANDBOX_URL; needs the
 * secret `issuer-request-signing`. Build it once per environment: it keeps the issuer's encryption key.
 */
export const sandboxMoneyIssuer = (
  platform: ProviderPlatform,
  patience: Patience = defaultPatience,
): VpaIssuer & CreditReturns & ReceiverCardIssuer => {
  const keys = encryptionKeys(platform, '/issuer/v1/encryption-key');
  const exchange = measured(platform)(encrypted(platform, keys)(signedTransport(platform, 'issuer-request-signing')));
  const client = providerClient(platform, { provider: 'issuer', exchange, refuse, patience });
  return {
    createVpa: (tenant, accountExternalId) => client.execute(tenant, createVpa(accountExternalId)),
    sendBack: async (tenant, credit) => {
      await client.execute(tenant, returnCredit(credit));
    },
    tokenize: (tenant, pan) => client.execute(tenant, tokenizeCard(pan)),
    push: async (tenant, push) => {
      try {
        return await client.execute(tenant, pushToCard(push));
      } catch (error) {
        if (error instanceof Declined) return 'declined';
        throw error;
      }
    },
  };
};
