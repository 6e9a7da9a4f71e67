import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { faultKinds, simulatedProviders } from '../domain/simulation.ts';

const faultPlan = z
  .strictObject({
    provider: z.enum(simulatedProviders),
    rate: z.number().min(0).max(1),
    kinds: z.array(z.enum(faultKinds)).max(faultKinds.length),
  })
  .meta({ id: 'FaultPlan' });

export const setFaults = declareHttp({
  operationId: 'setFaults',
  subdomain: 'sandbox',
  summary: "Makes a share of a simulated provider's answers and webhooks go wrong; rate 0 restores the good case.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'PUT', path: '/faults' }],
  status: 200,
  params: {},
  query: noQuery,
  body: faultPlan,
  answer: faultPlan,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['invalid_state', 'temporarily_unavailable'],
});
