/** Card networks a program may belong to (M-01). */
export const networks = ['visa', 'mastercard', 'rupay'] as const;
export type CardNetwork = (typeof networks)[number];

/** The processor behind a program (M-01); `sandbox` is the provider twin. */
export const issuers = ['sandbox', 'adyen'] as const;
export type ProgramIssuer = (typeof issuers)[number];

/** State of a new virtual card; the first is the default (D-01). */
export const initialCardStates = ['active', 'inactive'] as const;
export type InitialCardState = (typeof initialCardStates)[number];

/** Who holds the customers' money: `platform` in credit mode, the default, or `partner` in deposit mode. */
export const balanceHolders = ['platform', 'partner'] as const;
export type BalanceHolder = (typeof balanceHolders)[number];
