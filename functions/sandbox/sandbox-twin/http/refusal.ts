/** The twin says no, for a reason that repeating the same request does not change. */
export class Refusal extends Error {
  override name = 'Refusal';
  /** HTTP status. */
  readonly status: number;
  /** Stable, public, listed in docs/issuer-protocol.md. */
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export const refusalBody = (code: string): { readonly error: { readonly code: string } } => ({ error: { code } });
