/** A device's public key: a point of the curve P-256, as unpadded base64url of 32 bytes each. */
export interface DeviceKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

// The curve's constants (SEC 2, 2.4.2): y² = x³ − 3x + b over the integers modulo p.
const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** @returns undefined unless the text is 32 bytes in their one spelling, and below p */
const coordinate = (text: string): bigint | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== text) return undefined;
  const value = BigInt(`0x${bytes.toString('hex')}`);
  return value < p ? value : undefined;
};

/** Whether a signature can be checked with the key at all: a point elsewhere would make every check meaningless. */
export const isOnCurve = ({ x, y }: Pick<DeviceKey, 'x' | 'y'>): boolean => {
  const [px, py] = [coordinate(x), coordinate(y)];
  if (px === undefined || py === undefined) return false;
  return (py * py - (px * px * px - 3n * px + b)) % p === 0n;
};
