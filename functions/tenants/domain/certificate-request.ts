import { DomainError } from '../../kernel/errors/domain-error.ts';

/** The key that a certificate is asked for. */
export type RequestedKey =
  | { readonly type: 'rsa'; readonly bits: number; readonly exponent: bigint }
  | { readonly type: 'ec'; readonly curve: string }
  | { readonly type: 'other'; readonly name: string };

/** What a PKCS#10 certificate signing request says. */
export interface CertificateRequest {
  readonly key: RequestedKey;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** `SHA-256`; undefined when the signature's algorithm is unknown. */
  readonly signatureHash: string | undefined;
  /** The request is signed with the private key to its own public key. */
  readonly isProved: boolean;
  /** Values of the subject's attributes, in their order. */
  readonly subject: readonly string[];
}

const hashes: ReadonlySet<string> = new Set(['SHA-256', 'SHA-384', 'SHA-512']);
const curves: ReadonlySet<string> = new Set(['P-256', 'P-384']);
const rsaBits = { least: 2048, most: 4096 } as const;
const leastExponent = 65_537n;
const subjectLimits = { attributes: 20, characters: 200 } as const;

const keyFault = (key: RequestedKey): string | undefined => {
  switch (key.type) {
    case 'rsa':
      if (key.bits < rsaBits.least || key.bits > rsaBits.most) {
        return `an RSA key must have ${rsaBits.least} to ${rsaBits.most} bits, not ${key.bits}`;
      }
      return key.exponent < leastExponent ? `an RSA key's exponent must be ${leastExponent} or more` : undefined;
    case 'ec':
      return curves.has(key.curve) ? undefined : 'a key on an elliptic curve must be on P-256 or P-384';
    case 'other':
      return 'the key must be RSA, or on the elliptic curve P-256 or P-384';
  }
};

const subjectFault = (subject: readonly string[]): string | undefined => {
  if (subject.length === 0) return 'the subject must not be empty';
  if (subject.length > subjectLimits.attributes) {
    return `the subject may have ${subjectLimits.attributes} attributes`;
  }
  const isFit = (value: string): boolean =>
    value.length <= subjectLimits.characters && /^\P{C}*[^\s\p{C}]\P{C}*$/u.test(value);
  return subject.every(isFit)
    ? undefined
    : `every value of the subject must have 1 to ${subjectLimits.characters} visible characters`;
};

const faultOf = ({ key, signatureHash, isProved, subject }: CertificateRequest): string | undefined => {
  const weak = keyFault(key);
  if (weak !== undefined) return weak;
  if (signatureHash === undefined || !hashes.has(signatureHash)) {
    return 'the request must be signed with SHA-256, SHA-384 or SHA-512';
  }
  if (!isProved) return 'the signature does not fit the public key of the request';
  return subjectFault(subject);
};

const refusal = (message: string): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'The certificate signing request has a fault.',
    invalidFields: [{ path: 'csr', message }],
  });

/**
 * The request, when a certificate may be issued for it.
 * @param request undefined: the text is no request at all
 * @throws validation_failed (400) naming `csr` and its first fault
 */
export const acceptRequest = (request: CertificateRequest | undefined): CertificateRequest => {
  if (request === undefined) throw refusal('must be one PKCS#10 certificate signing request in PEM');
  const fault = faultOf(request);
  if (fault !== undefined) throw refusal(fault);
  return request;
};
