import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Installation } from './installation.ts';
import type { PairingCode } from './pairing-code.ts';
import type { Session } from './session.ts';

/** The record of a code: for whom, never the code or its hash. */
export const pairingCodeCreated = (partition: string, { pairingId, customerId }: PairingCode): RecordDraft => ({
  resource: { type: 'pairing_code', id: pairingId },
  partition,
  sequence: 1,
  type: 'pairing_code.created',
  data: { pairingId, customerId },
});

/** The record of an installation's change; key, name and the device's own id stay out of events. */
export const deviceRecord = (
  partition: string,
  installation: Installation,
  type: 'device.paired' | 'device.unpaired',
): RecordDraft => ({
  resource: { type: 'device', id: installation.installationId },
  partition,
  sequence: installation.sequence,
  type,
  data: {
    installationId: installation.installationId,
    customerId: installation.customerId,
    status: installation.status,
  },
});

/** The record of a session's beginning or end; never its token or hash. */
export const sessionRecord = (
  partition: string,
  { sessionId, customerId, installationId }: Session,
  type: 'session.opened' | 'session.ended',
): RecordDraft => ({
  resource: { type: 'session', id: sessionId },
  partition,
  sequence: type === 'session.opened' ? 1 : 2,
  type,
  data: { sessionId, customerId, installationId },
});
