import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const checkCardDrift = declareTimer({
  operationId: 'checkCardDrift',
  subdomain: 'cards',
  summary: "Compares a card's status with the issuer's and heals what differs; the stricter side wins.",
  payload: z.strictObject({ cardId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.drift_detected', 'card.drift_healed', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: ['issuer_refused', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
