/** How far the recovery of an endpoint has come. */
export interface RecoveryProgress {
  readonly endpointId: string;
  /** Business time: events made before it are left alone. */
  readonly since: string;
  /** Event ids behind this one are still to be looked at … */
  readonly after: string;
  /** … and ids from this one on get there by themselves. */
  readonly until: string;
}
