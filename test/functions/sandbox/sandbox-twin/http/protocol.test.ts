import { compactDecrypt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealTo, sealedCall } from '../../../../support/sealed-call.ts';
import type { RawRequest, TwinServer } from '../../../../support/twin-server.ts';
import { rawCall, startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
const program = 'ten_protocol';
const path = '/issuer/v1/accounts';
const account = { reference: 'bal_1', currency: 'INR', holderName: 'ASHA RAO' };

beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());

const send = async (change: Partial<RawRequest>, body: unknown = account) => {
  const { rawBody, replyKey } = await sealTo(twin, body);
  return { ...(await rawCall(twin, { path, program, rawBody, ...change })), replyKey };
};
const refused = (code: string) => JSON.stringify({ error: { code } });

describe('The protocol between platform and processor', () => {
  it('M-25 answers only under the key that the request carried', async () => {
    const { status, text, replyKey } = await send({});
    const { payload } = JSON.parse(text) as { payload: string };
    expect(status).toBe(201);
    expect(text).not.toContain('accountId');
    expect(JSON.parse(Buffer.from((await compactDecrypt(payload, replyKey)).plaintext).toString())).toHaveProperty(
      'accountId',
    );
    const { replyKey: another } = await sealTo(twin, account);
    await expect(compactDecrypt(payload, another)).rejects.toThrow('decryption operation failed');
  });

  it('M-25 publishes the key that requests are encrypted to', async () => {
    const answers = await Promise.all(['issuer', 'kyc'].map((door) => fetch(`${twin.url}/${door}/v1/encryption-key`)));
    const [issuer, kyc] = await Promise.all(answers.map((answer) => answer.json()));
    expect(issuer).toMatchObject({ kid: 'msg-test-1', alg: 'RSA-OAEP-256', enc: 'A256GCM' });
    expect(kyc).toEqual(issuer);
  });

  it.each<[string, Partial<RawRequest>]>([
    ['a signature over another body', { signedBody: '{}' }],
    ['a signature over another path', { signedPath: '/issuer/v1/cards' }],
    ['a signature with another secret', { secretName: 'sandbox-control' }],
    ['a program that was not signed', { headers: { 'x-program': 'ten_other' } }],
    ['a timestamp of 301 seconds ago', { skewSeconds: -301 }],
    ['a timestamp 301 seconds ahead', { skewSeconds: 301 }],
    ['a timestamp that was not signed', { headers: { 'x-timestamp': '1' } }],
    ['a signature of an unknown version', { headers: { 'x-signature': `v2=${'0'.repeat(64)}` } }],
    ['a program with a separator in its name', { program: 'ten#1' }],
  ])('M-25 refuses %s', async (_, change) => {
    const { status, text } = await send(change);
    expect([status, text]).toEqual([401, refused('signature_invalid')]);
  });

  it.each([-300, 300])('takes a timestamp that is %i seconds away', async (skewSeconds) => {
    expect((await send({ skewSeconds })).status).toBeLessThan(300);
  });

  it('M-25 refuses a sealed message in which one bit changed, in every part', async () => {
    const { rawBody } = await sealTo(twin, account);
    const { payload } = JSON.parse(rawBody) as { payload: string };
    for (const part of [0, 1, 2, 3, 4]) {
      const parts = payload.split('.');
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      parts[part] = bytes.toString('base64url');
      const answer = await rawCall(twin, { path, program, rawBody: JSON.stringify({ payload: parts.join('.') }) });
      expect([part, answer.status, answer.text]).toEqual([part, 400, refused('cannot_decrypt')]);
    }
  });

  it.each([
    ['plain JSON', JSON.stringify(account)],
    ['no JSON', 'payload'],
    ['an empty body', ''],
    ['a member beside the payload', JSON.stringify({ payload: 'a.b.c.d.e', body: {} })],
  ])('M-25 refuses %s instead of a sealed message', async (_, rawBody) => {
    const answer = await rawCall(twin, { path, program, rawBody });
    expect([answer.status, answer.text]).toEqual([400, refused('cannot_decrypt')]);
  });

  it('M-25 refuses a message to a key that it does not know', async () => {
    const { rawBody } = await sealTo(twin, account, { kid: 'issuer-1999-1' });
    expect((await rawCall(twin, { path, program, rawBody })).text).toBe(refused('cannot_decrypt'));
  });

  it('M-25 encrypts its refusals too, once the message was open', async () => {
    const { status, text } = await send({}, { reference: 'bal_1' });
    expect(status).toBe(422);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['payload']);
  });

  it.each([
    ['POST', '/issuer/v1/nothing'],
    ['GET', '/issuer/v1/cards'],
    ['POST', '/'],
  ])('answers %s %s with 404', async (method, unknownPath) => {
    const answer = await fetch(`${twin.url}${unknownPath}`, { method });
    expect([answer.status, await answer.text()]).toEqual([404, refused('route_unknown')]);
  });

  it('keeps the control API apart: the secret of the platform opens it no more than no secret', async () => {
    const answer = await rawCall(twin, { path: '/control/v1/clock', program, rawBody: '{"offsetSeconds":5}' });
    expect([answer.status, answer.text]).toEqual([401, refused('signature_invalid')]);
  });

  it('keeps programs apart: the same reference is another account', async () => {
    const [mine, other] = await Promise.all(
      [program, 'ten_other'].map((by) => sealedCall(twin, { path, program: by, body: account })),
    );
    expect(mine?.body.accountId).not.toBe(other?.body.accountId);
  });
});
