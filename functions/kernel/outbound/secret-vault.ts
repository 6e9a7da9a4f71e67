/** Opens signing secrets as they are kept: sealed to the platform's message key, for one owner. */
export interface SecretOpener {
  /**
   * @param owner id of whose secret it is: an endpoint, a tenant
   * @throws Error when it was not sealed for this owner; TemporarilyUnavailable when the keys do not answer
   */
  open(owner: string, sealed: string): Promise<string>;
}

/** Seals them, too. */
export interface SecretVault extends SecretOpener {
  seal(owner: string, secret: string): Promise<string>;
}
