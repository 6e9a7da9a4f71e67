import type { Table } from '../../kernel/persistence/table.ts';
import { isAtLeast } from '../domain/customer.ts';
import { isOpen } from '../domain/kyc-case.ts';
import type { KycCaseDirectory } from '../ports/kyc-case-directory.ts';
import { dynamoKycStore } from './dynamo-kyc-store.ts';

/** Cases that a vendor runs; what the tenant vouched for has no vendor and is not listed. */
export const dynamoKycCaseDirectory = (table: Table): KycCaseDirectory => {
  const cases = dynamoKycStore(table);
  return {
    find: async (tenant, kycId) => {
      const kyc = await cases.find(tenant, kycId);
      if (kyc === undefined || kyc.method === 'asserted') return undefined;
      return { kycId, externalId: kyc.externalId, method: kyc.method, open: isOpen(kyc) };
    },
    coveredBy: async (tenant, kycId) => {
      const approved = await cases.find(tenant, kycId);
      if (approved?.status !== 'approved') return [];
      const open = await cases.openCases(tenant, approved.customerId);
      return open.filter(({ level }) => isAtLeast(approved.level, level)).map((kyc) => kyc.kycId);
    },
  };
};
