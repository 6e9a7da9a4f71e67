import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../../../functions/sandbox/operations.ts';
import { wire } from '../../../../functions/sandbox/sandbox-twin/handler.ts';
import { controlSecret, requestSecret } from '../../../../functions/sandbox/sandbox-twin/http/authentication.ts';
import { paymentSecret } from '../../../../functions/sandbox/sandbox-twin/razorpay/payment-door.ts';
import { paymentWebhookSecret, webhookSecret } from '../../../../functions/sandbox/sandbox-twin/events/webhook.ts';
import { vaultSecret } from '../../../../functions/sandbox/sandbox-twin/storage/vault-secret.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform({
    ISSUER_EVENTS_URL: 'http://127.0.0.1:1/events',
    ISSUER_AUTHORIZATIONS_URL: 'http://127.0.0.1:1/authorizations',
    PAYMENT_EVENTS_URL: 'http://127.0.0.1:1/razorpay',
  });
});
afterAll(() => platform.stop());

const event = (method: string, rawPath: string) =>
  ({
    rawPath,
    headers: {},
    isBase64Encoded: false,
    requestContext: { requestId: 'req-1', http: { method } },
  }) as unknown as APIGatewayProxyEventV2;

describe('sandboxTwin', () => {
  it('serves the routes of the protocol behind its Function URL', async () => {
    const result = await wire(platform)(event('GET', '/issuer/v1/encryption-key'), {} as Context);
    expect(result.statusCode).toBe(200);
    expect(JSON.parse(result.body ?? '')).toMatchObject({ kid: 'msg-test-1', alg: 'RSA-OAEP-256' });
    expect((await wire(platform)(event('POST', '/issuer/v1/cards'), {} as Context)).statusCode).toBe(401);
  });

  it('does not start without the address of its webhooks', () => {
    expect(() => wire({ ...platform, settings: {} })).toThrow('ISSUER_EVENTS_URL');
  });

  it('declares every secret that it reads', () => {
    const twin = operations.find(({ operationId }) => operationId === 'sandboxTwin');
    expect([...(twin?.secrets ?? [])].sort()).toEqual(
      [controlSecret, paymentSecret, paymentWebhookSecret, requestSecret, webhookSecret, vaultSecret].sort(),
    );
  });
});
