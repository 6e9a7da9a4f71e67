/** Hashes API-key secrets with the platform's pepper (M-31). */
export interface SecretHasher {
  /** The hash to store: with the newest pepper. */
  hash(secret: string): Promise<string>;
  /** The hashes under which a live secret may be stored: one for each pepper, newest first. */
  candidates(secret: string): Promise<readonly string[]>;
  /** The same for every try: the value of the tenant's key in the usage plan. Not derivable without the pepper. */
  usageKey(tenantId: string): Promise<string>;
  /** Compares two hashes in constant time. */
  same(left: string, right: string): boolean;
}
