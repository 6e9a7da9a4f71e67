import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { kmsCertificateAuthority } from '../../../../functions/kernel/platform/aws-certificate-authority.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const kms = mockClient(KMSClient);
afterAll(() => kms.restore());
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const authority = () =>
  kmsCertificateAuthority(new KMSClient({}), { current: 'ca-2', keys: { 'ca-2': 'arn:new', 'ca-1': 'arn:old' } });
const message = Buffer.from('to be signed');

beforeEach(() => {
  kms.reset();
});

describe("the authority's keys in KMS", () => {
  it('AN-13 names the key that signs and those that are accepted', () => {
    expect([authority().current, authority().accepted]).toEqual(['ca-2', ['ca-2', 'ca-1']]);
  });

  it('AN-13 hands KMS a digest, and answers r and s side by side however short they are', async () => {
    // A number with zeros in front is shorter in DER: one signature in 128.
    for (let round = 0; round < 600; round += 1) {
      kms.on(SignCommand).resolves({ Signature: sign('sha256', message, privateKey) });
      const signature = await authority().sign('ca-1', message);
      expect(signature).toHaveLength(64);
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    }
    expect(kms.commandCalls(SignCommand)[0]?.args[0].input).toEqual({
      KeyId: 'arn:old',
      SigningAlgorithm: 'ECDSA_SHA_256',
      MessageType: 'DIGEST',
      Message: createHash('sha256').update(message).digest(),
    });
  });

  it('AN-13 publishes the public key of the key that is asked for', async () => {
    kms.on(GetPublicKeyCommand, { KeyId: 'arn:new' }).resolves({ PublicKey: Uint8Array.of(7) });
    expect(await authority().publicKey('ca-2')).toEqual(Uint8Array.of(7));
  });

  it.each(['ca-3', 'constructor', 'arn:new'])('AN-13 asks KMS nothing for the key id %s', async (kid) => {
    await expect(authority().sign(kid, message)).rejects.toThrow('does not list');
    expect(kms.calls()).toHaveLength(0);
  });

  it('AN-13 says that KMS is not answering, and takes no answer that is no signature', async () => {
    kms.on(SignCommand).rejects(awsError('ThrottlingException'));
    await expect(authority().sign('ca-2', message)).rejects.toMatchObject(temporarilyUnavailable);
    for (const bytes of ['', '30', '3000', '300602010102', '30060401010201', '3081']) {
      kms.on(SignCommand).resolves({ Signature: Buffer.from(bytes, 'hex') });
      await expect(authority().sign('ca-2', message)).rejects.toThrow('not an ECDSA signature');
    }
    kms.on(SignCommand).resolves({});
    await expect(authority().sign('ca-2', message)).rejects.toThrow('without a signature');
  });

  it('AN-13 takes no signature of a larger curve', async () => {
    const { privateKey: larger } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    kms.on(SignCommand).resolves({ Signature: sign('sha256', message, larger) });
    await expect(authority().sign('ca-2', message)).rejects.toThrow('not of this curve');
  });
});
