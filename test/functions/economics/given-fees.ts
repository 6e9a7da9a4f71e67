import type { HttpHandler } from '../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { setFeeSchedule } from '../../../functions/economics/set-fee-schedule/declaration.ts';
import { wire } from '../../../functions/economics/set-fee-schedule/handler.ts';
import type { TestAnswer, TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { givenProgram } from '../../support/programs.ts';

/** A program of the sandbox whose fees are set. */
export interface PricedProgram {
  readonly tenant: TenantContext;
  readonly programId: string;
  readonly set: (body: object, options?: Partial<TestRequest>) => Promise<TestAnswer>;
}

/** A program without fees, and a way to set them as an operator does. */
export const pricedProgram = async (platform: TestPlatform): Promise<PricedProgram> => {
  const handler: HttpHandler = wire(platform);
  const { tenant, stored } = await givenProgram(platform);
  const { programId } = stored.program;
  const request = { as: { staff: 'Admin', of: 'platform' }, params: { programId } } as const;
  return {
    tenant,
    programId,
    set: (body, options = {}) => call(handler, setFeeSchedule, { ...request, body, ...options }),
  };
};
