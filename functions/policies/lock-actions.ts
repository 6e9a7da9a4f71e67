/** What a locked card's authorization is answered with, by the code of its lock: four digits (AN-43 to AN-50). */
export const lockActions = {
  1: '2008',
  2: '2009',
  3: '1000',
  4: '1016',
  5: '1018',
  6: '1006',
  7: '1002',
  8: '1011',
} as const;

const byCode: Readonly<Record<number, string | undefined>> = lockActions;

/** @param lock 1 to 8; undefined for a lock that nothing is known of, which is a pending query's */
export const lockAction = (lock: number | undefined): string =>
  (lock === undefined ? undefined : byCode[lock]) ?? lockActions[3];
