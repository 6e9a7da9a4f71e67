import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { kycOutcomes } from '../domain/simulation.ts';

export const simulateKycResult = declareHttp({
  operationId: 'simulateKycResult',
  subdomain: 'sandbox',
  summary: "Ends a customer's video call with this result; it arrives by the vendor's webhook.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/kyc/{kycId}/result' }],
  status: 201,
  params: { kycId: 'kyc' },
  query: noQuery,
  body: z.strictObject({ outcome: z.enum(kycOutcomes) }),
  answer: z.object({ kycId: z.string(), outcome: z.enum(kycOutcomes) }).meta({ id: 'SimulatedKycResult' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['invalid_state', 'kyc_not_found', 'temporarily_unavailable'],
});
