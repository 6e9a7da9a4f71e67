/** Signing secrets as they are kept: sealed to the platform's message key, for one owner. */
export interface SecretVault {
  /** @param owner id of whose secret it is: an endpoint, a tenant */
  seal(owner: string, secret: string): Promise<string>;
  /** @throws Error when it was not sealed for this owner; TemporarilyUnavailable when the keys do not answer */
  open(owner: string, sealed: string): Promise<string>;
}
