import assert from 'node:assert/strict';
import { constants, createHash, createPublicKey, publicEncrypt, verify } from 'node:crypto';
import {
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  SignCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { present } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

const hashes = { RSAES_OAEP_SHA_1: 'sha1', RSAES_OAEP_SHA_256: 'sha256' } as const;
type OaepAlgorithm = keyof typeof hashes;

async function createRsaKey(site: ProbeSite): Promise<string> {
  const request = new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
  return present((await site.kms.send(request)).KeyMetadata?.KeyId, 'KeyId');
}

async function wrap(site: ProbeSite, keyId: string, algorithm: OaepAlgorithm): Promise<Buffer> {
  const { PublicKey } = await site.kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  const der = Buffer.from(present(PublicKey, 'PublicKey'));
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key, padding, oaepHash: hashes[algorithm] }, Buffer.from('content key'));
}

const oaepProbes: readonly Probe[] = (['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'] as const).map((algorithm) => ({
  behaviour: `decrypts what was wrapped outside with ${algorithm}, and with no other algorithm`,
  async run(site) {
    const keyId = await createRsaKey(site);
    const ciphertext = await wrap(site, keyId, algorithm);
    const decrypt = (chosen: OaepAlgorithm) =>
      site.kms.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: ciphertext, EncryptionAlgorithm: chosen }));
    const { Plaintext } = await decrypt(algorithm);
    assert.equal(Buffer.from(present(Plaintext, 'Plaintext')).toString(), 'content key');
    const other = algorithm === 'RSAES_OAEP_SHA_1' ? 'RSAES_OAEP_SHA_256' : 'RSAES_OAEP_SHA_1';
    await assert.rejects(decrypt(other), { name: 'InvalidCiphertextException' });
  },
}));

const signingProbe: Probe = {
  behaviour: 'signs a digest with a key on P-256, and publishes the key that verifies it',
  async run(site) {
    const created = await site.kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
    const KeyId = present(created.KeyMetadata?.KeyId, 'KeyId');
    const Message = createHash('sha256').update('certificate').digest();
    const request = { KeyId, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    const { Signature } = await site.kms.send(new SignCommand(request));
    const { PublicKey } = await site.kms.send(new GetPublicKeyCommand({ KeyId }));
    const der = Buffer.from(present(PublicKey, 'PublicKey'));
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    assert.ok(verify('sha256', Buffer.from('certificate'), key, present(Signature, 'Signature')));
  },
};

const macProbe: Probe = {
  behaviour: 'generates and verifies a MAC with a KMS key',
  async run(site) {
    const created = await site.kms.send(new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }));
    const KeyId = present(created.KeyMetadata?.KeyId, 'KeyId');
    const request = { KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('api key') } as const;
    const { Mac } = await site.kms.send(new GenerateMacCommand(request));
    assert.equal(present(Mac, 'Mac').length, 32);
    assert.equal((await site.kms.send(new VerifyMacCommand({ ...request, Mac }))).MacValid, true);
    const changed = new VerifyMacCommand({ ...request, Mac, Message: Buffer.from('other') });
    await assert.rejects(site.kms.send(changed), { name: 'KMSInvalidMacException' });
  },
};

const contextProbe: Probe = {
  behaviour: 'refuses to decrypt a field under another encryption context',
  async run(site) {
    const KeyId = present((await site.kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId, 'KeyId');
    const EncryptionContext = { tenant: 'ten_1', purpose: 'phone' };
    const Plaintext = Buffer.from('+919876543210');
    const sealed = await site.kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
    const CiphertextBlob = present(sealed.CiphertextBlob, 'CiphertextBlob');
    const opened = await site.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    assert.deepEqual(Buffer.from(present(opened.Plaintext, 'Plaintext')), Plaintext);
    const foreign = { ...EncryptionContext, tenant: 'ten_2' };
    await assert.rejects(site.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: foreign })), {
      name: 'InvalidCiphertextException',
    });
  },
};

export const keyProbes: readonly Probe[] = [...oaepProbes, signingProbe, macProbe, contextProbe];
