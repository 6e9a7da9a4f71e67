/** Why a card gets another one in its place (M-13). */
export const replacementReasons = ['lost', 'stolen', 'damaged', 'expired', 'other'] as const;
export type ReplacementReason = (typeof replacementReasons)[number];
