import * as z from 'zod';

/** What the world sees of a change (api.md section 4.7). Types are `noun.past`; data is masked, never card data. */
export const eventEnvelopeSchema = z.strictObject({
  id: z.string(),
  type: z.string().regex(/^[a-z][a-z_]*\.[a-z][a-z_]*$/),
  createdAt: z.iso.datetime(),
  tenantId: z.string(),
  /** Counts the changes of one resource from 1, without gaps. */
  sequence: z.int().min(1),
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
  /** Values before the change, of the members that changed. */
  previous: z.record(z.string(), z.unknown()).optional(),
});

export type EventEnvelope = z.output<typeof eventEnvelopeSchema>;
