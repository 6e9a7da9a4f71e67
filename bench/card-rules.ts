/** Rules as a tenant sets them: every channel open. */
export const plainControls = {
  channels: { pos: true, ecom: true, atm: true, contactless: true, international: false },
  limits: [{ per: 'day', amount: { amount: 10_000_000, currency: 'INR' } }],
};

/** Rules as a careful holder sets them: several periods, amounts and counts, and what may not be bought. */
export const controls = {
  channels: plainControls.channels,
  limits: [
    { per: 'transaction', amount: { amount: 5_000_000, currency: 'INR' } },
    { per: 'day', amount: { amount: 8_000_000, currency: 'INR' }, count: 20 },
    { per: 'month', amount: { amount: 15_000_000, currency: 'INR' } },
  ],
  mcc: { block: ['7995'] },
};
