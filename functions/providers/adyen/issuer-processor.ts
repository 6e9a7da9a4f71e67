import type { AccountIssuer } from '../../balances/ports/account-issuer.ts';
import type { IssuerPlastics } from '../../cards/ports/issuer-plastics.ts';
import type { IssuedCard, IssuerProcessor } from '../../cards/ports/issuer-processor.ts';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import type { IssuerCardSecrets } from '../../cards/ports/issuer-secrets.ts';
import type { IssuerCardStatus, IssuerWord } from '../../cards/ports/issuer-status.ts';
import { issuerReasonOf } from '../../cards/ports/issuer-words.ts';
import { keyedHash } from '../../kernel/crypto/keyed-hash.ts';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import type { AdyenPlatform } from './adyen-platform.ts';
import { readCardOrder } from './card-orders.ts';
import type { AdyenClient } from './client.ts';
import { adyenClient } from './client.ts';
import type { InstrumentOrder } from './create-instrument.ts';
import { createInstrument } from './create-instrument.ts';
import { deliveryContactOf } from './delivery-contact.ts';
import { openAccount } from './open-account.ts';
import { changePin, revealPin } from './pins.ts';
import type { PublicKeys } from './public-key.ts';
import { publicKeys } from './public-key.ts';
import { readCardData } from './read-card-data.ts';
import type { WireInstrument } from './read-instrument.ts';
import { readInstrument, toIssuerStatus } from './read-instrument.ts';
import { updateAuthentication, updateStatus } from './update-instrument.ts';

export type Issuer = IssuerProcessor & AccountIssuer & IssuerCardStatus & IssuerCardSecrets & IssuerPlastics;

interface Parts {
  readonly platform: AdyenPlatform;
  readonly client: AdyenClient;
  readonly keys: PublicKeys;
}

const notSupported = async (): Promise<never> => {
  throw new IssuerRefused('not_supported');
};

/** Adyen makes no fingerprint, so it is made here: a hash of the number under a secret of the platform's own. */
const issuedCard = async ({ platform, client, keys }: Parts, instrument: WireInstrument): Promise<IssuedCard> => {
  const [pepper] = await platform.secrets.values('card-fingerprint');
  const data = await client.execute(readCardData(platform, keys, instrument.id));
  return {
    externalId: instrument.id,
    issuerStatus: toIssuerStatus(instrument.status),
    fingerprint: keyedHash(pepper, data.pan, 'card-number'),
    data,
  };
};

/** Adyen dates no status: what it says is as new as the question. */
const word = ({ status, statusReason }: WireInstrument, at: IssuerWord['at']): IssuerWord => ({
  issuerStatus: toIssuerStatus(status),
  at,
  ...(statusReason === undefined ? {} : { reason: issuerReasonOf(statusReason) }),
});

/** @throws IssuerRefused `reference_reused` when Adyen made another order's card under this reference before */
const makeInstrument = async ({ client }: Parts, order: InstrumentOrder): Promise<WireInstrument> => {
  const made = await client.execute(createInstrument(order));
  if (made.reference === order.reference && made.balanceAccountId === order.accountExternalId) return made;
  throw new IssuerRefused('reference_reused');
};

const cardsOf = (parts: Parts): IssuerProcessor & AccountIssuer => ({
  openAccount: (_tenant, order) => parts.client.execute(openAccount(order)),
  createVirtualCard: async (_tenant, order) =>
    issuedCard(parts, await makeInstrument(parts, { ...order, status: order.initialStatus })),
  readCardData: (_tenant, externalId) => parts.client.execute(readCardData(parts.platform, parts.keys, externalId)),
});

const statusOf = ({ platform, client }: Parts): IssuerCardStatus => {
  const readStatus: IssuerCardStatus['readStatus'] = async (_tenant, externalId) => {
    const at = platform.clock.now();
    return word(await client.execute(readInstrument(externalId)), at);
  };
  return {
    readStatus,
    changeStatus: async (tenant, change) => {
      const at = platform.clock.now();
      try {
        return word(await client.execute(updateStatus(change)), at);
      } catch (error) {
        if (!(error instanceof IssuerRefused) || error.reason !== 'status_not_allowed') throw error;
        // Adyen may refuse the status that the card has already; for the platform that is no change.
        const current = await readStatus(tenant, change.externalId);
        if (current.issuerStatus !== change.status) throw error;
        return current;
      }
    },
  };
};

const secretsOf = ({ platform, client, keys }: Parts): IssuerCardSecrets => ({
  setPin: async (_tenant, { externalId, pinBlock }) => {
    const status = await client.execute(changePin(externalId, pinBlock));
    if (status === 'unavailable') throw new IssuerRefused('not_supported');
    if (status !== 'completed') throw new TemporarilyUnavailable('The issuer has not taken the PIN yet.');
  },
  readPin: async (_tenant, externalId) => ({ pinBlock: await client.execute(revealPin(platform, keys, externalId)) }),
  // A CVV of Adyen lives as long as its card.
  resetCvv: notSupported,
  setThreeDs: async (_tenant, { externalId, enabled, ...threeDs }) => {
    // Adyen's cards cannot be without 3-D Secure.
    if (!enabled) await notSupported();
    await client.execute(updateAuthentication(await client.execute(readInstrument(externalId)), threeDs));
  },
});

const plasticsOf = (parts: Parts): IssuerPlastics => {
  const { platform, client } = parts;
  const readOrder: IssuerPlastics['readOrder'] = (_tenant, orderId) =>
    client.execute(readCardOrder(platform.clock, orderId));
  return {
    readOrder,
    orderPlastic: async (_tenant, order) => {
      // Adyen makes a plastic together with its card, never for one that exists.
      if (order.externalId !== undefined) await notSupported();
      const deliveryContact = deliveryContactOf(order);
      const { id } = await makeInstrument(parts, { ...order, status: 'inactive', deliveryContact });
      return { orderId: id, status: 'ordered' };
    },
    linkCard: async (tenant, { orderId, threeDs }) => {
      const { status } = await readOrder(tenant, orderId);
      if (status !== 'produced') throw new IssuerRefused('status_not_allowed');
      const instrument = await client.execute(readInstrument(orderId));
      return issuedCard(parts, await client.execute(updateAuthentication(instrument, threeDs)));
    },
  };
};

/**
 * Adyen as the issuing processor: needs the settings ADYEN_BASE_URL and ADYEN_PROGRAM and the secrets `adyen-api-key`
 * and `card-fingerprint`. Build it once per environment: it keeps Adyen's public keys.
 */
export const adyenIssuer = (platform: AdyenPlatform, patience: Patience = defaultPatience): Issuer => {
  const parts: Parts = {
    platform,
    client: adyenClient(platform, patience),
    keys: publicKeys(platform.clock),
  };
  return { ...cardsOf(parts), ...statusOf(parts), ...secretsOf(parts), ...plasticsOf(parts) };
};
