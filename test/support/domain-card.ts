import { Temporal } from 'temporal-polyfill';
import type { Card } from '../../functions/cards/domain/card.ts';

export const issuedAt = Temporal.Instant.from('2026-11-21T06:30:00Z');

/** A card of the domain that no table knows; inactive and without locks unless told otherwise. */
export const domainCard = (changes: Partial<Card> = {}): Card => ({
  cardId: 'crd_1',
  customerId: 'cus_1',
  balanceId: 'bal_1',
  type: 'virtual',
  network: 'visa',
  requestedStatus: 'inactive',
  issuerStatus: 'inactive',
  issuerStatusAt: issuedAt,
  status: 'inactive',
  locks: [],
  externalId: 'pi_1',
  displayName: 'ASHA RAO',
  firstSix: '411111',
  lastFour: '1111',
  expiryMonth: 11,
  expiryYear: 2030,
  fingerprint: 'f',
  threeDsEnabled: true,
  createdAt: issuedAt,
  sequence: 1,
  ...changes,
});
