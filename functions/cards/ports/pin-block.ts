const shown = '[PIN block]';

/**
 * A PIN block (ISO 9564) on its way between the app and the issuer. Opaque here, and nothing that writes can write it:
 * in text and in a log it shows as what it is, and turning it into JSON is an error (D-08, PCI PIN).
 */
export class PinBlock {
  readonly #content: string;

  constructor(content: string) {
    this.#content = content;
  }

  /** The block itself, for the issuer's sealed request and for the answer that is encrypted to the app; nothing else. */
  handOver(): string {
    return this.#content;
  }

  toString(): string {
    return shown;
  }

  toJSON(): never {
    throw new TypeError('a PIN block is not to be serialised');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}
