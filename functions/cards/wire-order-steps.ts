import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import type { OrderStepDependencies } from './card-order-steps.ts';
import { dynamoCardOrderStore } from './infrastructure/dynamo-card-order-store.ts';

/** What every step of an order writes through. */
export const dynamoOrderSteps = (platform: BasePlatform & Pick<Capabilities, 'table'>): OrderStepDependencies => ({
  orders: dynamoCardOrderStore(platform.table),
  unitOfWork: unitOfWork(platform),
});
