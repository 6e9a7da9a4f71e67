import type { Declaration } from '../kernel/operation/declaration.ts';
import { authorizeCustomer } from './authorize-customer/declaration.ts';
import { createPairingCode } from './create-pairing-code/declaration.ts';
import { createSession } from './create-session/declaration.ts';
import { endSession } from './end-session/declaration.ts';
import { listDevices } from './list-devices/declaration.ts';
import { pairDevice } from './pair-device/declaration.ts';
import { unpairDevice } from './unpair-device/declaration.ts';

export const operations: readonly Declaration[] = [
  createPairingCode,
  pairDevice,
  listDevices,
  unpairDevice,
  createSession,
  endSession,
  authorizeCustomer,
];
