import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Declaration } from '../../../../functions/kernel/operation/declaration.ts';
import { rolesOf } from '../../../../functions/kernel/operation/declaration.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { operationMatrix } from '../../../../functions/tenants/operation-matrix/declaration.ts';
import { wire } from '../../../../functions/tenants/operation-matrix/handler.ts';
import { loadDeclarations } from '../../../../local/operations.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

interface Entry {
  readonly operationId: string;
  readonly channel: string;
  readonly path: string;
  readonly [member: string]: unknown;
}

let platform: TestPlatform;
let handler: HttpHandler;
let declarations: readonly Declaration[];
let rows: readonly Entry[];
const reader = { staff: 'Employee', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  declarations = await loadDeclarations();
  rows = (await call(handler, operationMatrix, { as: reader })).body.data;
});
afterAll(() => platform.stop());

const rowsOf = (operationId: string) => rows.filter((row) => row.operationId === operationId);

describe('operationMatrix', () => {
  itRefusesBadRequests({ declaration: operationMatrix, handler: () => handler, valid: async () => ({ as: reader }) });

  it('AN-77 lists every route of every subdomain’s operations, once', () => {
    const declared = declarations.flatMap((operation) =>
      operation.kind === 'http' ? operation.routes.map(({ surface }) => `${operation.operationId} ${surface}`) : [],
    );
    expect(rows.map(({ operationId, channel }) => `${operationId} ${channel}`).sort()).toEqual(declared.sort());
  });

  it('AN-77 says who may call what, and how they prove themselves', () => {
    expect(rowsOf('createTenant')).toEqual([
      {
        operationId: 'createTenant',
        subdomain: 'tenants',
        channel: 'admin',
        method: 'POST',
        path: '/api/v1.0/admin/tenants',
        authentication: 'id_token',
        encryption: 'none',
        roles: ['Admin'],
        operatorsOnly: true,
      },
    ]);
    expect(rowsOf('getEncryptionKey').map(({ channel, authentication }) => [channel, authentication])).toEqual([
      ['customer', 'none'],
      ['secure', 'api_key'],
    ]);
    expect(rowsOf('updateTenant')).toMatchObject([{ roles: ['Admin', 'Manager'], operatorsOnly: false }]);
    expect(rowsOf('createCustomer')).toMatchObject([{ authentication: 'api_key', roles: [] }]);
  });

  it('AN-77 publishes what the chain enforces: encryption and roles are those of the declarations', () => {
    const wrong = declarations.flatMap((operation) => {
      if (operation.kind !== 'http') return [];
      return operation.routes
        .filter((route) => {
          const row = rowsOf(operation.operationId).find(({ channel }) => channel === route.surface);
          const roles = route.surface === 'admin' ? [...rolesOf(route)] : [];
          return row?.['encryption'] !== operation.encryption || String(row['roles']) !== String(roles);
        })
        .map(({ path }) => `${operation.operationId} ${path}`);
    });
    expect(wrong).toEqual([]);
  });
});
