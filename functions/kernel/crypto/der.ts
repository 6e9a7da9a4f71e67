/** One element of DER: what it is, all of it, and what is in it. */
export interface DerElement {
  readonly tag: number;
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

const longForm = 0x80;
/** 16 MB: more than anything here may have. */
const maxLengthBytes = 3;

/**
 * The element that the bytes begin with.
 * @returns undefined when they hold no whole element
 */
export const derElement = (bytes: Uint8Array): DerElement | undefined => {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return undefined;
  const lengthBytes = first < longForm ? 0 : first - longForm;
  if (lengthBytes > maxLengthBytes || (first >= longForm && lengthBytes === 0)) return undefined;
  const start = 2 + lengthBytes;
  const length = first < longForm ? first : bytes.subarray(2, start).reduce((value, byte) => value * 256 + byte, 0);
  const end = start + length;
  if (end > bytes.length) return undefined;
  return { tag, whole: bytes.subarray(0, end), content: bytes.subarray(start, end) };
};
