import { readAwsAccess } from '../config/aws-access.ts';
import type { Environment, KeyNames } from '../config/environment.ts';
import { answered, isNamed } from './aws-client.ts';
import type { HotCall, HotService } from './aws-hot-call.ts';
import { hotCall } from './aws-hot-call.ts';
import { kmsAlgorithms, kmsRefusals } from './kms-facts.ts';
import type { KeyRing } from './platform.ts';

export const hotKms: HotService = {
  name: 'kms',
  target: 'TrentService',
  contentType: 'application/x-amz-json-1.1',
  requestTimeoutMs: 700,
};

const bytesOf = (answer: unknown): Uint8Array | undefined => {
  const holds = typeof answer === 'object' && answer !== null && 'Plaintext' in answer;
  return holds && typeof answer.Plaintext === 'string' ? Buffer.from(answer.Plaintext, 'base64') : undefined;
};

/** The ring in KMS over its JSON protocol. It opens what was sealed; publishing a key is not a hot function's part. */
export const hotKeyRing = (call: HotCall, { current, keys }: KeyNames): KeyRing => {
  // A Map: a key id comes from outside and may spell `constructor`.
  const arns = new Map(Object.entries(keys));
  return {
    current: async () => Promise.reject(new Error('a hot function publishes no key')),
    unwrap: async ({ kid = current, algorithm, ciphertext }) => {
      const KeyId = arns.get(kid);
      if (KeyId === undefined) return undefined;
      const CiphertextBlob = Buffer.from(ciphertext).toString('base64');
      const input = { KeyId, EncryptionAlgorithm: kmsAlgorithms[algorithm], CiphertextBlob };
      try {
        return bytesOf(await answered(call('Decrypt', input)));
      } catch (error) {
        if (isNamed(error, ...kmsRefusals)) return undefined;
        throw error;
      }
    },
  };
};

export const awsHotMessageKeys = (environment: Environment): KeyRing =>
  hotKeyRing(hotCall(readAwsAccess(), hotKms), environment.messageKeys);
