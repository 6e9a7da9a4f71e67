import * as z from 'zod';
import type {
  BankAccountVault,
  BankRefusal,
  BankTransferOrder,
  BankTransferOutcome,
  BankTransfers,
} from '../../balances/ports/bank-transfers.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import type { ProviderCall } from './client.ts';
import { providerClient } from './client.ts';
import { encrypted } from './encryption.ts';
import { encryptionKeys } from './encryption-key.ts';
import type { ProviderPlatform } from './exchange.ts';
import { signedTransport } from './transport.ts';
import { measured } from './turnaround.ts';

/** The bank said no, by its code; those that a caller acts on become outcomes. */
class BankRefused extends Error {
  override name = 'BankRefused';
  readonly code: string;
  constructor(code: string) {
    super(`the bank refused: ${code}`);
    this.code = code;
  }
}

const transferAnswer = z
  .object({
    transferId: z.string().min(1),
    status: z.enum(['settled', 'refused', 'returned']),
    reason: z.literal('insufficient_funds').default('insufficient_funds'),
  })
  .transform(({ transferId, status, reason }): BankTransferOutcome =>
    // What was returned had settled first; the return is an event of its own.
    status === 'refused' ? { kind: 'refused', reason } : { kind: 'settled', externalId: transferId },
  );

const lookUp = (reference: string) => ({ path: '/bank/v1/transfers/find', body: { reference } });

const transfer = (
  call: 'collect' | 'pay',
  { reference, token, amount }: BankTransferOrder,
): ProviderCall<BankTransferOutcome> => ({
  call,
  path: call === 'collect' ? '/bank/v1/collections' : '/bank/v1/payouts',
  body: { reference, token, amount: Number(amount.minor), currency: amount.currency },
  answer: transferAnswer,
  recovery: { ...lookUp(reference), notDone: 'transfer_unknown' },
});

const registration = ({
  reference,
  testBalance,
  ...details
}: Parameters<BankAccountVault['register']>[1]): ProviderCall<{ readonly token: string }> => ({
  call: 'registerBankAccount',
  path: '/bank/v1/accounts',
  body: { reference, ...details, ...(testBalance === undefined ? {} : { balance: Number(testBalance) }) },
  answer: z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) }),
  recovery: { path: '/bank/v1/accounts/find', body: { reference }, notDone: 'account_unknown' },
});

const refusals: readonly BankRefusal[] = ['account_unknown', 'reference_reused'];

/** A refusal that is an answer of the port. */
const asOutcome = async (work: Promise<BankTransferOutcome>): Promise<BankTransferOutcome> => {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof BankRefused ? refusals.find((known) => known === error.code) : undefined;
    if (reason === undefined) throw error;
    return { kind: 'refused', reason };
  }
};

/**
 * The bank rails behind ISSUER_SANDBOX_URL; needs the secret `issuer-request-signing`.
 * Build it once per environment: it keeps the bank's encryption key.
 */
export const sandboxBank = (
  platform: ProviderPlatform,
  patience: Patience = defaultPatience,
): BankTransfers & BankAccountVault => {
  const keys = encryptionKeys(platform, '/bank/v1/encryption-key');
  const exchange = measured(platform)(encrypted(platform, keys)(signedTransport(platform, 'issuer-request-signing')));
  const refuse = (code: string): BankRefused => new BankRefused(code);
  const client = providerClient(platform, { provider: 'bank', exchange, refuse, patience });
  return {
    collect: (tenant, order) => asOutcome(client.execute(tenant, transfer('collect', order))),
    pay: (tenant, order) => asOutcome(client.execute(tenant, transfer('pay', order))),
    find: async (tenant, reference) => {
      try {
        return await client.execute(tenant, {
          call: 'findBankTransfer',
          ...lookUp(reference),
          answer: transferAnswer,
        });
      } catch (error) {
        if (error instanceof BankRefused && error.code === 'transfer_unknown') return undefined;
        throw error;
      }
    },
    register: (tenant, details) => client.execute(tenant, registration(details)),
  };
};
