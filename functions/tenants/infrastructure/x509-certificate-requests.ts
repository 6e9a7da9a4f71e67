// The X.509 library finds its parts through decorators, which need this first.
import 'reflect-metadata/lite';
import { createPublicKey } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { derElement } from '../../kernel/crypto/der.ts';
import type { CertificateRequest, RequestedKey } from '../domain/certificate-request.ts';
import type { CertificateRequests } from '../ports/certificate-authority.ts';

/** No two of its parts can match the same text, so that no text takes longer to refuse than to read. */
const block = /^-----BEGIN (NEW )?CERTIFICATE REQUEST-----\s([A-Za-z0-9+/=\s]+)-----END \1?CERTIFICATE REQUEST-----$/u;

/** DER of the one request in the text, and of nothing behind it. */
const derOf = (pem: string): Uint8Array<ArrayBuffer> | undefined => {
  const [, , text] = block.exec(pem.trim()) ?? [];
  if (text === undefined) return undefined;
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return derElement(bytes)?.whole.length === bytes.length ? bytes : undefined;
};

const curveNames: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384' };

const keyOf = (spki: Uint8Array): RequestedKey => {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return { type: 'rsa', bits: modulusLength, exponent: publicExponent };
  if (key.asymmetricKeyType === 'ec') return { type: 'ec', curve: curveNames[namedCurve] ?? namedCurve };
  return { type: 'other', name: key.asymmetricKeyType ?? 'unknown' };
};

const hashOf = (request: x509.Pkcs10CertificateRequest): string | undefined => {
  try {
    const hash: unknown = request.signatureAlgorithm.hash;
    if (typeof hash !== 'object' || hash === null || !('name' in hash)) return undefined;
    return typeof hash.name === 'string' ? hash.name : undefined;
  } catch {
    // An algorithm that the library does not know, MD5 among them.
    return undefined;
  }
};

const isProved = async (request: x509.Pkcs10CertificateRequest): Promise<boolean> => {
  try {
    return await request.verify();
  } catch {
    // The signature is none of the key's kind.
    return false;
  }
};

const subjectOf = ({ subjectName }: x509.Pkcs10CertificateRequest): readonly string[] =>
  subjectName.toJSON().flatMap((attributes) => Object.values(attributes).flat());

const parsed = async (der: Uint8Array<ArrayBuffer>): Promise<CertificateRequest> => {
  const request = new x509.Pkcs10CertificateRequest(der);
  const spki = new Uint8Array(request.publicKey.rawData);
  return {
    spki,
    key: keyOf(spki),
    signatureHash: hashOf(request),
    isProved: await isProved(request),
    subject: subjectOf(request),
  };
};

/** Reads requests as OpenSSL and every other tool writes them. */
export const x509CertificateRequests: CertificateRequests = {
  read: async (pem) => {
    const der = derOf(pem);
    if (der === undefined) return undefined;
    try {
      return await parsed(der);
    } catch {
      // The library and OpenSSL throw for everything that is not a request; each in its own words.
      return undefined;
    }
  },
};
