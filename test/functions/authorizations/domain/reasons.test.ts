import { describe, expect, it } from 'vitest';
import { codesOf, reasons } from '../../../../functions/authorizations/domain/reasons.ts';

describe('codes of reasons', () => {
  it.each(reasons)('rule 113 %s has a four-digit action code and a two-digit response code', (reason) => {
    const { actionCode, responseCode } = codesOf(reason);
    expect(actionCode).toMatch(/^\d{4}$/u);
    expect(responseCode).toMatch(/^\d{2}$/u);
  });

  it('rule 113 only approvals have the codes of approvals', () => {
    const approving = reasons.filter((reason) => ['00', '10'].includes(codesOf(reason).responseCode));
    expect(approving).toEqual(['approved', 'approved_partially']);
  });
});
