import * as z from 'zod';
import { noQuery, text } from '../../functions/kernel/http/schemas.ts';
import type { HttpDeclaration } from '../../functions/kernel/operation/declaration.ts';
import { declareHttp } from '../../functions/kernel/operation/declaration.ts';
import type { HttpUseCase, Reread } from '../../functions/kernel/operation/http/exchange.ts';
import type { HttpHandler } from '../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../functions/kernel/operation/http-operation.ts';
import { unitOfWork } from '../../functions/kernel/persistence/unit-of-work.ts';
import type { Platform } from '../../functions/kernel/platform/platform.ts';

/** An operation of no subdomain: tests of the chain change what they need and leave the rest. */
export const probe = declareHttp({
  operationId: 'probeCustomer',
  subdomain: 'kernel',
  summary: 'An operation that only tests know.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/probes' },
    { surface: 'admin', method: 'POST', path: '/customers/{customerId}/probes' },
    { surface: 'sandbox', method: 'POST', path: '/customers/{customerId}/probes' },
  ],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({ name: text(20), note: text(20).optional() }),
  answer: z.object({ name: z.string(), probeId: z.string(), secret: z.string().nullable() }),
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['secret'],
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: [],
  errors: [],
});

export type ProbeUseCase = HttpUseCase<typeof probe>;

/** What a test changes about the probe. */
export type ProbeChange = Partial<
  Pick<
    HttpDeclaration,
    'status' | 'encryption' | 'idempotency' | 'answer' | 'body' | 'routes' | 'query' | 'params' | 'keyRetention'
  > & { readonly reserves: (body: z.output<(typeof probe)['body']>) => boolean }
>;

export const probeWith = (change: ProbeChange): typeof probe => ({ ...probe, ...change }) as typeof probe;

/** Answers with the name, an id of its own for every run, and a secret that is shown once. */
export const answering = (platform: Platform): { useCase: ProbeUseCase; runs: () => number } => {
  let runs = 0;
  return {
    runs: () => runs,
    useCase: async ({ context, body }) => {
      runs += 1;
      const answer = { probeId: `probe_${runs}`, name: body.name, secret: `secret of run ${runs}` };
      if (context.idempotency === undefined) return answer;
      return unitOfWork(platform).commit(context, { writes: [], records: [] }, answer);
    },
  };
};

export const wireProbe = (
  platform: Platform,
  parts: { declaration?: typeof probe; useCase?: ProbeUseCase; reread?: Reread<typeof probe> } = {},
): HttpHandler => {
  const { declaration = probe, useCase = answering(platform).useCase, reread } = parts;
  return httpOperation(declaration, platform, reread === undefined ? useCase : { run: useCase, reread });
};
