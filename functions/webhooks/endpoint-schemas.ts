import * as z from 'zod';

/** An absolute http or https URL; whether it may be called is decided by the stage's rules. */
export const endpointUrl = z.url({ protocol: /^https?$/u, error: 'must be an https URL' }).max(2_048);

const eventType = z
  .string()
  .max(80)
  .regex(/^(?:\*|[a-z][a-z_]*\.(?:[a-z][a-z_]*|\*))$/u, 'must be an event type such as card.locked, card.* or *');

export const eventTypes = z
  .array(eventType)
  .min(1)
  .max(50)
  .refine((types) => new Set(types).size === types.length, 'must not name a type twice');
