import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import { localKeyRing } from '../../../../local/key-ring.ts';
import { decryptMessage } from '../../../../functions/kernel/crypto/jwe-decrypt.ts';
import type { TwinServer } from '../../../support/twin-server.ts';
import { startTwin } from '../../../support/twin-server.ts';

let twin: TwinServer;
let tenant: TenantContext;

beforeAll(async () => {
  twin = await startTwin();
  tenant = await twin.platform.tenant();
});
afterAll(() => twin.stop());

const keys = localKeyRing('issuer-hostile-1');
const good = { pan: '5085000000000003', cvv: '123', expiryMonth: 11, expiryYear: 2030 };

const replyKeyOf = async (body: unknown): Promise<Uint8Array> => {
  const { payload } = JSON.parse(String(body)) as { payload: string };
  const message = JSON.parse(Buffer.from(await decryptMessage(payload, keys)).toString()) as { replyKey: string };
  return Buffer.from(message.replyKey, 'base64url');
};

const seal = (body: unknown, key: Uint8Array, header: { alg: string; enc: string } = { alg: 'dir', enc: 'A256GCM' }) =>
  new CompactEncrypt(Buffer.from(JSON.stringify(body))).setProtectedHeader(header).encrypt(key);

/** An issuer that answers every call with what the test makes of the reply key. */
const issuerAnswering = (answer: (replyKey: Uint8Array) => Promise<{ status: number; body: string }>) =>
  sandboxIssuer(
    twin.client(async (url, init) => {
      if (url.endsWith('/encryption-key')) {
        const { kid, spki } = await keys.current();
        return Response.json({
          kid,
          alg: 'RSA-OAEP-256',
          enc: 'A256GCM',
          publicKey: Buffer.from(spki).toString('base64'),
        });
      }
      const { status, body } = await answer(await replyKeyOf(init.body));
      return new Response(body, { status });
    }),
    { requestMs: 5_000, callMs: 20_000 },
  );

const sealed = (payload: string) => ({ status: 200, body: JSON.stringify({ payload }) });

describe('Answers of the issuer that nobody may trust', () => {
  it('M-25 reads an answer under the reply key', async () => {
    const issuer = issuerAnswering(async (key) => sealed(await seal(good, key)));
    expect(await issuer.readCardData(tenant, 'pi_1')).toEqual(good);
  });

  it.each<[string, (key: Uint8Array) => Promise<{ status: number; body: string }>]>([
    ['in clear', async () => ({ status: 200, body: JSON.stringify(good) })],
    ['under another key', async () => sealed(await seal(good, randomBytes(32)))],
    [
      'with another content encryption',
      async (key) => sealed(await seal(good, key, { alg: 'dir', enc: 'A128CBC-HS256' })),
    ],
    ['with the key wrapped', async (key) => sealed(await seal(good, key, { alg: 'A256KW', enc: 'A256GCM' }))],
    [
      'with one bit changed',
      async (key) => {
        const parts = (await seal(good, key)).split('.');
        const bytes = Buffer.from(parts[3] ?? '', 'base64url');
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        return sealed([...parts.slice(0, 3), bytes.toString('base64url'), parts[4]].join('.'));
      },
    ],
    ['with a shortened tag', async (key) => sealed((await seal(good, key)).slice(0, -6))],
    ['that is no message at all', async () => ({ status: 200, body: '<html>' })],
  ])('M-25 takes an answer %s for no answer: the outcome is unknown', async (_, answer) => {
    await expect(issuerAnswering(answer).readCardData(tenant, 'pi_1')).rejects.toThrow(TemporarilyUnavailable);
  });

  it('reads an unknown card status as not usable yet', async () => {
    const card = { ...good, cardId: 'pi_1', fingerprint: 'f'.repeat(64), status: 'embossing' };
    const issuer = issuerAnswering(async (key) => sealed(await seal(card, key)));
    const order = {
      reference: 'crd_1',
      accountExternalId: 'acc_1',
      bin: '508500',
      network: 'rupay',
      displayName: 'A',
      initialStatus: 'active',
      threeDs: { phone: '+919812345678', password: 'x' },
    } as const;
    expect((await issuer.createVirtualCard(tenant, order)).issuerStatus).toBe('inactive');
  });

  it('fails on an answer that does not fit, without quoting it', async () => {
    const issuer = issuerAnswering(async (key) => sealed(await seal({ ...good, cvv: '12345' }, key)));
    const error = await issuer.readCardData(tenant, 'pi_1').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'Error', message: "the provider's answer to readCardData does not fit" });
  });

  it('fails, and does not repeat, when the issuer refuses the signature', async () => {
    let calls = 0;
    const issuer = issuerAnswering(async () => {
      calls += 1;
      return { status: 401, body: JSON.stringify({ error: { code: 'signature_invalid' } }) };
    });
    await expect(issuer.readCardData(tenant, 'pi_1')).rejects.toThrow('does not accept readCardData: status 401');
    expect(calls).toBe(1);
  });

  it('M-25 uses a fresh reply key for every request', async () => {
    const seen = new Set<string>();
    const issuer = issuerAnswering(async (key) => {
      seen.add(Buffer.from(key).toString('hex'));
      const payload = await seal(good, key);
      await compactDecrypt(payload, key);
      return sealed(payload);
    });
    for (let turn = 0; turn < 3; turn += 1) await issuer.readCardData(tenant, 'pi_1');
    expect(seen.size).toBe(3);
  });
});
