import { cardIssuance } from './card-issuance.ts';
import { mandateRegistration } from './mandate-registration.ts';
import { physicalCardOrder } from './physical-card-order.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/** Every workflow of the platform; task declarations name one of these. */
export const workflows: readonly WorkflowDefinition[] = [cardIssuance, physicalCardOrder, mandateRegistration];
