import { functionProbes } from './probes/functions.ts';
import { gatewayProbes } from './probes/gateway.ts';
import { identityProbes } from './probes/identity.ts';
import { keyProbes } from './probes/keys.ts';
import { queueProbes } from './probes/queues.ts';
import { tableProbes } from './probes/table.ts';
import { templateProbes } from './probes/templates.ts';
import { workflowProbes } from './probes/workflows.ts';
import type { Probe } from './probes/site.ts';

/** Every behaviour of AWS that the e2e run relies on the emulator for. */
export const probes: readonly Probe[] = [
  ...functionProbes,
  ...tableProbes,
  ...queueProbes,
  ...keyProbes,
  ...workflowProbes,
  ...gatewayProbes,
  ...templateProbes,
  ...identityProbes,
];
