// The X.509 library finds its parts through decorators, which need this first.
import 'reflect-metadata/lite';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { toDate } from '../../functions/kernel/time/clock.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';

/** What a TLS server on this machine shows, PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  /** What callers must trust; made for this start alone. */
  readonly authority: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const days = 30;

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const { keyCertSign, digitalSignature } = x509.KeyUsageFlags;

/** Makes an authority for this start and a certificate for the loopback interface. */
export const loopbackCertificate = async (clock: Clock): Promise<ServerCertificate> => {
  const now = clock.now();
  const shared = {
    notBefore: toDate(now.subtract({ minutes: 5 })),
    notAfter: toDate(now.add({ hours: days * 24 })),
    signingAlgorithm: algorithm,
  };
  const [root, server] = [await newKeys(), await newKeys()];
  const issuer = 'CN=Nodal local servers';
  const authority = await x509.X509CertificateGenerator.create({
    ...shared,
    subject: issuer,
    issuer,
    publicKey: root.publicKey,
    signingKey: root.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...shared,
    subject: 'CN=localhost',
    issuer,
    publicKey: server.publicKey,
    signingKey: root.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(server.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  return {
    key: KeyObject.from(server.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
    certificate: certificate.toString('pem'),
    authority: authority.toString('pem'),
  };
};
