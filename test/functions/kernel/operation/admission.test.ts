import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import { noQuery } from '../../../../functions/kernel/http/schemas.ts';
import { declareHttp } from '../../../../functions/kernel/operation/declaration.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import type { AdmittingUseCase } from '../../../../functions/kernel/operation/http/admit.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const opening = declareHttp({
  operationId: 'probeOpening',
  subdomain: 'kernel',
  summary: 'An open route whose body proves the caller.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/openings', open: true }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({ secret: z.string(), note: z.string().optional() }),
  answer: z.object({ customerId: z.string(), tenantId: z.string(), shown: z.string().nullable() }),
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['shown'],
  uses: ['table'],
  access: 'write',
  emits: [],
  errors: [],
});

/** Takes customers whose secret is their own name. */
const useCase = (): AdmittingUseCase<typeof opening> => ({
  admit: async ({ secret }) => {
    if (!secret.startsWith('cus_')) throw new DomainError('unauthenticated', 'unauthenticated', { detail: 'No.' });
    return {
      tenant,
      caller: { kind: 'customer', customerId: secret, installationId: 'ins_1' },
      run: async ({ context }) => {
        if (context.caller.kind !== 'customer') throw new Error('the caller is not who was admitted');
        const { customerId } = context.caller;
        const answer = { customerId, tenantId: context.tenant.tenantId, shown: 'once' };
        if (context.idempotency === undefined) return answer;
        return unitOfWork(platform).commit(context, { writes: [], records: [] }, answer);
      },
    };
  },
});

const ask = (body: unknown, idempotencyKey: string | null = null) =>
  call(httpOperation(opening, platform, useCase()), opening, { as: { nobody: true }, body, idempotencyKey });

describe('A body that proves who calls an open route', () => {
  it('makes caller and tenant', async () => {
    const { status, body } = await ask({ secret: 'cus_a' });
    expect([status, body]).toEqual([201, { customerId: 'cus_a', tenantId: tenant.tenantId, shown: 'once' }]);
  });

  it('is looked at after its form, and before the idempotency key', async () => {
    const malformed = await ask({ secret: 1 });
    const nobody = await ask({ secret: 'nobody' }, randomUUID());
    expect([malformed.status, malformed.body.code]).toEqual([400, 'validation_failed']);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('I4 repeats the first answer to the same caller, and takes the same key of another for its own', async () => {
    const key = randomUUID();
    const first = await ask({ secret: 'cus_b' }, key);
    const again = await ask({ secret: 'cus_b' }, key);
    const other = await ask({ secret: 'cus_c' }, key);
    const reused = await ask({ secret: 'cus_b', note: 'new' }, key);
    expect(first.body.shown).toBe('once');
    expect([again.body.shown, again.headers['idempotent-replayed']]).toEqual([null, 'true']);
    expect([other.status, other.body.customerId, other.body.shown]).toEqual([201, 'cus_c', 'once']);
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused']);
  });
});
