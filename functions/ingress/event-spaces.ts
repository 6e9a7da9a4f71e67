import type { ReferenceSpace } from '../kernel/persistence/provider-reference.ts';

/** Event types that have an effect, and where the `reference` of each is looked up. */
export const eventSpaces = {
  'kyc.completed': 'kyc',
  'card.created': 'issuer-card',
  'card.status_changed': 'issuer-card',
  'card.order_status': 'issuer-card-order',
  'card.delivery': 'issuer-card-order',
  'card.authorization_advice': 'issuer-card',
  'card.authorization_reversed': 'issuer-card',
  'card.authorization_expired': 'issuer-card',
  'card.cleared': 'issuer-card',
  'card.force_posted': 'issuer-card',
  'card.refunded': 'issuer-card',
  'card.refund_reversed': 'issuer-card',
  'card.charged_back': 'issuer-card',
  'account.credited': 'issuer-account',
  'bank_transfer.returned': 'bank-transfer',
} as const satisfies Readonly<Record<string, ReferenceSpace>>;

export type KnownEventType = keyof typeof eventSpaces;

const spaces: ReadonlyMap<string, ReferenceSpace> = new Map(Object.entries(eventSpaces));

/** @returns undefined for a type that is quarantined */
export const spaceOf = (type: string): ReferenceSpace | undefined => spaces.get(type);
