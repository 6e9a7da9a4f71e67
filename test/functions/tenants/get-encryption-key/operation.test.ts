import { createPublicKey } from 'node:crypto';
import { CompactEncrypt, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptMessage } from '../../../../functions/kernel/crypto/jwe-decrypt.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { getEncryptionKey } from '../../../../functions/tenants/get-encryption-key/declaration.ts';
import { wire } from '../../../../functions/tenants/get-encryption-key/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const bySecure = async () => call(handler, getEncryptionKey, { as: { tenant: await platform.tenant() } });

describe('getEncryptionKey', () => {
  itRefusesBadRequests({
    declaration: getEncryptionKey,
    handler: () => handler,
    valid: async () => ({ as: { tenant: await platform.tenant() } }),
  });

  it('AN-20 publishes the current key as SPKI and as JWK', async () => {
    const { status, body } = await bySecure();
    expect(status).toBe(200);
    expect(body).toMatchObject({ kid: 'msg-test-1', alg: 'RSA-OAEP-256', enc: 'A256GCM' });
    const fromSpki = createPublicKey({ key: Buffer.from(body.publicKey, 'base64'), format: 'der', type: 'spki' });
    const fromJwk = createPublicKey({ key: body.jwk, format: 'jwk' });
    expect(fromSpki.equals(fromJwk)).toBe(true);
    expect(Object.keys(body.jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('AN-20 publishes the key that the platform decrypts with', async () => {
    const { body } = await bySecure();
    const message = await new CompactEncrypt(Buffer.from('{"a":1}'))
      .setProtectedHeader({ alg: body.alg, enc: body.enc, kid: body.kid })
      .encrypt(await importJWK(body.jwk, body.alg));
    expect(Buffer.from(await decryptMessage(message, platform.messageKeys)).toString()).toBe('{"a":1}');
  });

  it('AN-20 is open to apps that have no session yet, and answers them the same', async () => {
    const open = await call(handler, getEncryptionKey, { as: { nobody: true }, surface: 'customer' });
    expect(open.status).toBe(200);
    expect(open.body).toEqual((await bySecure()).body);
  });
});
