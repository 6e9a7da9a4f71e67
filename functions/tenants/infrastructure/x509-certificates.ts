// The X.509 library finds its parts through decorators, which need this first.
import 'reflect-metadata/lite';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { derElement } from '../../kernel/crypto/der.ts';
import type { CertificateAuthority } from '../../kernel/platform/platform.ts';
import { toDate } from '../../kernel/time/clock.ts';
import type { Validity } from '../domain/client-certificate.ts';
import type { CertificateSigner } from '../ports/certificate-authority.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const signatureBytes = 64;
const organization = 'Nodal';

/** What the authority says about a key. */
interface Statement {
  readonly subject: x509.Name;
  readonly issuer: x509.Name;
  /** SubjectPublicKeyInfo of the certified key, DER. */
  readonly spki: Uint8Array;
  readonly serialNumber: string;
  readonly validity: Validity;
  readonly extensions: readonly x509.Extension[];
}

const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

const assembled = (statement: Statement, signature: Uint8Array): Promise<x509.X509Certificate> =>
  x509.X509CertificateGenerator.create({
    subject: statement.subject,
    issuer: statement.issuer,
    publicKey: bytesOf(statement.spki),
    serialNumber: statement.serialNumber,
    notBefore: toDate(statement.validity.notBefore),
    notAfter: toDate(statement.validity.notAfter),
    extensions: [...statement.extensions],
    signingAlgorithm: algorithm,
    signature: bytesOf(signature),
  });

/** The part of a certificate that is signed: the first element within it. */
const signedPart = (certificate: x509.X509Certificate): Uint8Array => {
  const whole = derElement(new Uint8Array(certificate.rawData));
  const part = whole && derElement(whole.content);
  if (part === undefined) throw new Error('the library made no certificate');
  return part.whole;
};

/** The key service gives no key away, so a certificate is written first and signed after. */
const signedBy = async (
  authority: CertificateAuthority,
  kid: string,
  statement: Statement,
): Promise<x509.X509Certificate> => {
  const draft = await assembled(statement, new Uint8Array(signatureBytes).fill(1));
  return assembled(statement, await authority.sign(kid, signedPart(draft)));
};

const authorityName = (kid: string): x509.Name =>
  new x509.Name([{ O: [organization] }, { CN: [`Nodal client authority ${kid}`] }]);

const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags;

/**
 * The authority's own certificate under one of its keys, signed by itself.
 * @returns PEM
 */
export const authorityCertificate = async (
  authority: CertificateAuthority,
  terms: { readonly kid: string; readonly serialNumber: string; readonly validity: Validity },
): Promise<string> => {
  const name = authorityName(terms.kid);
  const spki = await authority.publicKey(terms.kid);
  const certificate = await signedBy(authority, terms.kid, {
    ...terms,
    subject: name,
    issuer: name,
    spki,
    extensions: [
      // It signs certificates of clients, and no further authority.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(new x509.PublicKey(bytesOf(spki))),
    ],
  });
  return `${certificate.toString('pem')}\n`;
};

/** Signs what tenants' servers present. The subject is ours: what a request says of itself is not certified. */
export const x509CertificateSigner = (authority: CertificateAuthority): CertificateSigner => ({
  sign: async ({ tenantId, spki, serialNumber, validity }, { kid, pem }) => {
    const issuer = new x509.X509Certificate(pem);
    const certificate = await signedBy(authority, kid, {
      subject: new x509.Name([{ O: [organization] }, { CN: [tenantId] }]),
      issuer: authorityName(kid),
      spki,
      serialNumber,
      validity,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
        await x509.SubjectKeyIdentifierExtension.create(new x509.PublicKey(bytesOf(spki))),
        await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ],
    });
    return {
      pem: `${certificate.toString('pem')}\n`,
      fingerprint: createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('hex'),
    };
  },
});
