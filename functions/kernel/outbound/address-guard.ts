/** Which addresses the platform may call for a tenant. */
export interface AddressGuard {
  /** True on the local platform and in tests. */
  readonly loopbackAllowed: boolean;
  /** Judges a resolved address, IPv4 or IPv6 text. */
  allowsAddress(address: string): boolean;
  /** Judges a URL's host when it is an address; a name is allowed until it is resolved. */
  allowsHost(hostname: string): boolean;
}
