/** Everything that the twin keeps sealed or hashed stands on this secret of its realm. */
export const vaultSecret = 'sandbox-vault';
