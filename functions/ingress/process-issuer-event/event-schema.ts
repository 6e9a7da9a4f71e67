import * as z from 'zod';

/** What every event of the issuer says (docs/issuer-protocol.md); other members are the type's own. */
export const eventSchema = z.object({
  type: z.string().max(64),
  reference: z.string().max(128),
  occurredAt: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()).default({}),
});
