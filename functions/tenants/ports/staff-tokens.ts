/** What a valid ID token says of a member of staff. */
export interface StaffClaims {
  readonly subject: string;
  /** Groups of the user pool, in no order; some may mean nothing to the platform. */
  readonly groups: readonly string[];
  /** A tenant id, or `platform` for operators. */
  readonly tenant: string;
}

/** The user pool of the staff. */
export interface StaffTokens {
  /**
   * @returns undefined for a token that is not a live ID token of this pool for this platform, or names no tenant
   * @throws Error when the pool's keys cannot be read
   */
  verify(token: string): Promise<StaffClaims | undefined>;
}
