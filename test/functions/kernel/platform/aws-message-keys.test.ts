import { DecryptCommand, GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { kmsKeyRing } from '../../../../functions/kernel/platform/aws-message-keys.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const kms = mockClient(KMSClient);
afterAll(() => kms.restore());
const names = { current: 'msg-2026-2', keys: { 'msg-2026-2': 'arn:new', 'msg-2026-1': 'arn:old' } };
const ring = () => kmsKeyRing(new KMSClient({}), names);
const wrapped = { kid: undefined, algorithm: 'RSA-OAEP-256', ciphertext: Uint8Array.of(1, 2) } as const;

beforeEach(() => {
  kms.reset();
});

describe('message keys in KMS', () => {
  it('AN-16 unwraps with the current key when the message names none', async () => {
    kms.on(DecryptCommand).resolves({ Plaintext: Uint8Array.of(9) });
    expect(await ring().unwrap(wrapped)).toEqual(Uint8Array.of(9));
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toEqual({
      KeyId: 'arn:new',
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
      CiphertextBlob: Uint8Array.of(1, 2),
    });
  });

  it('AN-16 names the older key and the algorithm that the message names', async () => {
    kms.on(DecryptCommand).resolves({ Plaintext: Uint8Array.of(9) });
    await ring().unwrap({ ...wrapped, kid: 'msg-2026-1', algorithm: 'RSA-OAEP' });
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toMatchObject({
      KeyId: 'arn:old',
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_1',
    });
  });

  it.each(['msg-2025-1', 'constructor', '__proto__', 'arn:new'])(
    'AN-16 asks KMS nothing for the kid %s',
    async (kid) => {
      expect(await ring().unwrap({ ...wrapped, kid })).toBeUndefined();
      expect(kms.calls()).toHaveLength(0);
    },
  );

  it.each(['InvalidCiphertextException', 'IncorrectKeyException', 'DisabledException', 'KMSInvalidStateException'])(
    'AN-16 answers undefined for %s',
    async (name) => {
      kms.on(DecryptCommand).rejects(awsError(name));
      expect(await ring().unwrap(wrapped)).toBeUndefined();
    },
  );

  it.each(['ThrottlingException', 'KeyUnavailableException', 'DependencyTimeoutException', 'TimeoutError'])(
    'AN-16 says that KMS is not answering on %s',
    async (name) => {
      kms.on(DecryptCommand).rejects(awsError(name));
      await expect(ring().unwrap(wrapped)).rejects.toMatchObject(temporarilyUnavailable);
    },
  );

  it('AN-16 does not hide a missing right behind a wrong ciphertext', async () => {
    kms.on(DecryptCommand).rejects(awsError('AccessDeniedException'));
    await expect(ring().unwrap(wrapped)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('AN-16 reads the public key once, and again after a failure', async () => {
    kms
      .on(GetPublicKeyCommand, { KeyId: 'arn:new' })
      .rejectsOnce(awsError('ThrottlingException'))
      .resolves({ PublicKey: Uint8Array.of(3) });
    const keys = ring();
    await expect(keys.current()).rejects.toMatchObject(temporarilyUnavailable);
    expect(await keys.current()).toEqual({ kid: 'msg-2026-2', spki: Uint8Array.of(3) });
    expect(await keys.current()).toEqual({ kid: 'msg-2026-2', spki: Uint8Array.of(3) });
    expect(kms.commandCalls(GetPublicKeyCommand)).toHaveLength(2);
  });
});
