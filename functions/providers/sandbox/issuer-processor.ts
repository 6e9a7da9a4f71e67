import type { AccountIssuer } from '../../balances/ports/account-issuer.ts';
import type { IssuerProcessor } from '../../cards/ports/issuer-processor.ts';
import type { IssuerPlastics } from '../../cards/ports/issuer-plastics.ts';
import type { IssuerRefusalReason } from '../../cards/ports/issuer-refused.ts';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import type { IssuerCardSecrets } from '../../cards/ports/issuer-secrets.ts';
import type { IssuerCardStatus } from '../../cards/ports/issuer-status.ts';
import { changeStatus, readStatus } from './card-status.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { providerClient } from './client.ts';
import { createCard } from './create-card.ts';
import { encrypted } from './encryption.ts';
import { encryptionKeys } from './encryption-key.ts';
import type { ProviderPlatform } from './exchange.ts';
import { linkCard } from './link-card.ts';
import { openAccount } from './open-account.ts';
import { orderPlastic } from './order-plastic.ts';
import { readCardData } from './read-card-data.ts';
import { readOrder } from './read-order.ts';
import { readPin } from './read-pin.ts';
import { resetCvv } from './reset-cvv.ts';
import { setPin } from './set-pin.ts';
import { setThreeDs } from './set-three-ds.ts';
import { signedTransport } from './transport.ts';
import { measured } from './turnaround.ts';

const known: readonly IssuerRefusalReason[] = [
  'account_unknown',
  'card_unknown',
  'invalid_request',
  'order_unknown',
  'pin_unknown',
  'reference_reused',
  'status_not_allowed',
];

const refuse = (code: string): IssuerRefused => new IssuerRefused(known.find((reason) => reason === code) ?? 'other');

/**
 * The issuing processor behind ISSUER_SANDBOX_URL; needs the secret `issuer-request-signing`.
 * Build it once per environment: it keeps the issuer's encryption key.
 */
export const sandboxIssuer = (
  platform: ProviderPlatform,
  patience: Patience = defaultPatience,
): IssuerProcessor & AccountIssuer & IssuerCardStatus & IssuerCardSecrets & IssuerPlastics => {
  const keys = encryptionKeys(platform, '/issuer/v1/encryption-key');
  const exchange = measured(platform)(encrypted(platform, keys)(signedTransport(platform, 'issuer-request-signing')));
  const client = providerClient(platform, { provider: 'issuer', exchange, refuse, patience });
  return {
    openAccount: (tenant, order) => client.execute(tenant, openAccount(order)),
    createVirtualCard: (tenant, order) => client.execute(tenant, createCard(order)),
    readCardData: (tenant, externalId) => client.execute(tenant, readCardData(externalId)),
    setPin: (tenant, pin) => client.execute(tenant, setPin(pin)),
    readPin: (tenant, externalId) => client.execute(tenant, readPin(externalId)),
    resetCvv: (tenant, reset) => client.execute(tenant, resetCvv(reset)),
    setThreeDs: (tenant, threeDs) => client.execute(tenant, setThreeDs(threeDs)),
    changeStatus: (tenant, change) => client.execute(tenant, changeStatus(change)),
    readStatus: (tenant, externalId) => client.execute(tenant, readStatus(externalId)),
    orderPlastic: (tenant, order) => client.execute(tenant, orderPlastic(order)),
    readOrder: (tenant, orderId) => client.execute(tenant, readOrder(orderId)),
    linkCard: (tenant, link) => client.execute(tenant, linkCard(link)),
  };
};
