import type { Settings } from '../kernel/platform/platform.ts';
import type { ProgramIssuer } from '../tenants/domain/program.ts';
import { isAdyenConnected } from './adyen/settings.ts';

/** Issuers that programs of this stage can be on. */
export const connectedIssuers = (settings: Settings): ReadonlySet<ProgramIssuer> =>
  new Set<ProgramIssuer>(isAdyenConnected(settings) ? ['sandbox', 'adyen'] : ['sandbox']);
