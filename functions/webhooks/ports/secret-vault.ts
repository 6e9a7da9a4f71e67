/** Signing secrets as they are kept: sealed to the platform's message key, for one endpoint. */
export interface SecretVault {
  seal(endpointId: string, secret: string): Promise<string>;
  /** @throws Error when it was not sealed for this endpoint; TemporarilyUnavailable when the keys do not answer */
  open(endpointId: string, sealed: string): Promise<string>;
}
