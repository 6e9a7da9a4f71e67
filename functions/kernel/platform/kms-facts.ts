import type { KeyWrapAlgorithm } from './platform.ts';

/** KMS's names of the algorithms of JOSE. */
export const kmsAlgorithms = {
  'RSA-OAEP-256': 'RSAES_OAEP_SHA_256',
  'RSA-OAEP': 'RSAES_OAEP_SHA_1',
} as const satisfies Record<KeyWrapAlgorithm, string>;

/** What KMS says when the key will not open this ciphertext, or will open none any more. */
export const kmsRefusals = [
  'InvalidCiphertextException',
  'IncorrectKeyException',
  'DisabledException',
  'KMSInvalidStateException',
] as const;
