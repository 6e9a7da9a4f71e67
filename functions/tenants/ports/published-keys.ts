/** The public key that callers encrypt their messages to (api.md section 3). */
export interface MessageKey {
  readonly kid: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** The same key as a JWK: `kty`, `n`, `e`. */
  readonly jwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
}

/** The platform's message keys, the same for every tenant. */
export interface PublishedKeys {
  /** The current key. @throws TemporarilyUnavailable when the key service does not answer */
  current(): Promise<MessageKey>;
}
