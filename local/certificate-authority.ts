import { createECDH, createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { CertificateAuthority, SecretStore, Truststore } from '../functions/kernel/platform/platform.ts';

/** Order of P-256: a private key is below it. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same key for the same secret: kept data holds certificates that it signed. */
const privateKeyFrom = (secret: string, kid: string): KeyObject => {
  const digest = createHash('sha256').update(`${kid}\n${secret}`).digest('hex');
  const number = (BigInt(`0x${digest}`) % (order - 1n)) + 1n;
  const d = Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const coordinates = { x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  return createPrivateKey({
    key: { kty: 'EC', crv: 'P-256', d: d.toString('base64url'), ...coordinates },
    format: 'jwk',
  });
};

/**
 * What KMS does for the certificate authority, with keys made from a secret of this installation.
 * @param kids the first one signs
 */
export const localCertificateAuthority = (
  secrets: SecretStore,
  kids: readonly [string, ...string[]],
): CertificateAuthority => {
  const keyOf = async (kid: string): Promise<KeyObject> => {
    if (!kids.includes(kid)) throw new Error(`there is no authority key ${kid}`);
    const [secret] = await secrets.values('local-certificate-authority');
    return privateKeyFrom(secret, kid);
  };
  return {
    current: kids[0],
    accepted: kids,
    publicKey: async (kid) => createPublicKey(await keyOf(kid)).export({ format: 'der', type: 'spki' }),
    sign: async (kid, message) => sign('sha256', message, { key: await keyOf(kid), dsaEncoding: 'ieee-p1363' }),
  };
};

/** A truststore in memory. */
export interface LocalTruststore extends Truststore {
  /** What is trusted now, PEM; undefined before anything was published. */
  current(): string | undefined;
}

export const localTruststore = (): LocalTruststore => {
  const versions: string[] = [];
  return {
    publish: async (pem) => String(versions.push(pem)),
    current: () => versions.at(-1),
  };
};
