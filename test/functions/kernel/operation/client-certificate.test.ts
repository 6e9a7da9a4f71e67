import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { wire } from '../../../../functions/tenants/get-encryption-key/handler.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const secureCall = async (claims: Record<string, string>) => {
  const { tenantId, tag } = await platform.tenant();
  const event = {
    resource: '/v1.0/secure/encryption-key',
    httpMethod: 'GET',
    headers: {},
    requestContext: { requestId: 'r', authorizer: { tenantId, tag, sandbox: 'true', keyId: 'key_test', ...claims } },
  } as unknown as APIGatewayProxyEvent;
  const { statusCode, body } = await handler({ ...event, body: null }, {} as Context);
  return { statusCode, code: JSON.parse(body).code as unknown };
};

describe('A tenant that demands a client certificate', () => {
  it('AN-13 is refused where none was verified', async () => {
    expect(await secureCall({ clientCertificate: 'required' })).toEqual({
      statusCode: 403,
      code: 'client_certificate_required',
    });
  });

  it('AN-13 differs from all others, which are let in', async () => {
    expect(await secureCall({})).toEqual({ statusCode: 200, code: undefined });
  });
});
