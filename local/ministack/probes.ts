import { functionProbes } from './probes/functions.ts';
import type { Probe } from './probes/site.ts';

/** Every behaviour of AWS that the e2e run relies on the emulator for. */
export const probes: readonly Probe[] = [...functionProbes];
