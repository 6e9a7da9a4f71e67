import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Environment, KeyNames } from '../config/environment.ts';
import { rawEcdsaSignature } from '../crypto/ecdsa-signature.ts';
import { answered, clientSettings, declared } from './aws-client.ts';
import type { CertificateAuthority } from './platform.ts';

const numberBytes = 32;

/** The certificate authority's keys in KMS: one Sign for each certificate. */
export const kmsCertificateAuthority = (client: KMSClient, { current, keys }: KeyNames): CertificateAuthority => {
  const arnOf = (kid: string): string => declared(keys, 'authority key', kid);
  return {
    current,
    accepted: Object.keys(keys),
    publicKey: async (kid) => {
      const { PublicKey } = await answered(client.send(new GetPublicKeyCommand({ KeyId: arnOf(kid) })));
      if (PublicKey === undefined) throw new Error('KMS answered without a public key');
      return PublicKey;
    },
    sign: async (kid, message) => {
      const command = new SignCommand({
        KeyId: arnOf(kid),
        SigningAlgorithm: 'ECDSA_SHA_256',
        MessageType: 'DIGEST',
        Message: createHash('sha256').update(message).digest(),
      });
      const { Signature } = await answered(client.send(command));
      if (Signature === undefined) throw new Error('KMS answered without a signature');
      return rawEcdsaSignature(Signature, numberBytes);
    },
  };
};

export const awsCertificateAuthority = (environment: Environment): CertificateAuthority =>
  kmsCertificateAuthority(
    new KMSClient(clientSettings({ attempts: 3, requestTimeoutMs: 1500 })),
    environment.authorityKeys,
  );
