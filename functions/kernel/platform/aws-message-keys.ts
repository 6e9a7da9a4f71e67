import { DecryptCommand, GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Environment, KeyNames } from '../config/environment.ts';
import { answered, clientSettings, isNamed } from './aws-client.ts';
import { kmsAlgorithms, kmsRefusals } from './kms-facts.ts';
import type { KeyRing } from './platform.ts';

const publicKey = async (client: KMSClient, keyArn: string): Promise<Uint8Array> => {
  const { PublicKey } = await answered(client.send(new GetPublicKeyCommand({ KeyId: keyArn })));
  if (PublicKey === undefined) throw new Error('KMS answered without a public key');
  return PublicKey;
};

/** The ring in KMS: one Decrypt per message to an accepted key, none for an unknown one. */
export const kmsKeyRing = (client: KMSClient, { current, keys }: KeyNames): KeyRing => {
  // A Map: a key id comes from outside and may spell `constructor`.
  const arns = new Map(Object.entries(keys));
  let published: Promise<Uint8Array> | undefined;
  return {
    current: async () => {
      published ??= publicKey(client, arns.get(current) ?? '').catch((error: unknown) => {
        published = undefined;
        throw error;
      });
      return { kid: current, spki: await published };
    },
    unwrap: async ({ kid = current, algorithm, ciphertext }) => {
      const keyArn = arns.get(kid);
      if (keyArn === undefined) return undefined;
      const command = new DecryptCommand({
        KeyId: keyArn,
        EncryptionAlgorithm: kmsAlgorithms[algorithm],
        CiphertextBlob: ciphertext,
      });
      try {
        const { Plaintext } = await answered(client.send(command));
        return Plaintext;
      } catch (error) {
        if (isNamed(error, ...kmsRefusals)) return undefined;
        throw error;
      }
    },
  };
};

export const awsMessageKeys = (environment: Environment): KeyRing =>
  kmsKeyRing(new KMSClient(clientSettings({ attempts: 3, requestTimeoutMs: 1500 })), environment.messageKeys);
