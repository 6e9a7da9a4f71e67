import * as z from 'zod';

/** What every event of the issuer says (docs/issuer-protocol.md); other members are the type's own. */
export const eventSchema = z.object({
  type: z.string().max(64),
  reference: z.string().max(128),
  occurredAt: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()).default({}),
});

/** `data` of `kyc.completed` (docs/issuer-protocol.md). */
export const kycCompletedData = z.object({
  outcome: z.enum(['approved', 'rejected', 'resubmission_required', 'abandoned']),
  identityReference: z.string().max(128).optional(),
});

/** `data` of `card.created`; members that only inform are not read. */
export const cardCreatedData = z.object({ status: z.enum(['inactive', 'active', 'suspended', 'closed']) });

/** `data` of `card.status_changed`. */
export const cardStatusChangedData = z.object({ to: z.enum(['inactive', 'active', 'suspended', 'closed']) });
