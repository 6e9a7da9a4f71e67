import { derElement } from './der.ts';

const sequence = 0x30;
const integer = 0x02;

const fixedLength = (value: Uint8Array, bytes: number): Uint8Array => {
  const digits = value.subarray(value.findIndex((byte) => byte !== 0));
  if (digits.length > bytes) throw new Error('the signature is not of this curve');
  const fixed = new Uint8Array(bytes);
  fixed.set(digits, bytes - digits.length);
  return fixed;
};

/**
 * The two numbers of an ECDSA signature side by side, as WebCrypto and X.509 libraries take them.
 * @param der as KMS answers it
 * @param bytes of each number: 32 for P-256
 * @throws Error when it is no such signature
 */
export const rawEcdsaSignature = (der: Uint8Array, bytes: number): Uint8Array => {
  const whole = derElement(der);
  const r = whole && derElement(whole.content);
  const s = r && derElement(whole.content.subarray(r.whole.length));
  if (whole?.tag !== sequence || r?.tag !== integer || s?.tag !== integer) throw new Error('not an ECDSA signature');
  return Buffer.concat([fixedLength(r.content, bytes), fixedLength(s.content, bytes)]);
};
