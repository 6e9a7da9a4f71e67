/** Entropy. Cryptographic on AWS and locally; seeded in simulation. */
export interface RandomSource {
  /** @param count number of bytes, 1 to 65,536 */
  bytes(count: number): Uint8Array;
}
