/** What is hashed: no hash of one kind is ever taken for another. */
export type SecretKind = 'pairing-code' | 'session-token';

/** Hashes what customers' devices bring, with the platform's pepper. */
export interface SecretHasher {
  /** The hash to store: with the newest pepper. */
  hash(kind: SecretKind, secret: string): Promise<string>;
  /** The hashes under which a live secret may be stored: one for each pepper, newest first. */
  candidates(kind: SecretKind, secret: string): Promise<readonly string[]>;
}
