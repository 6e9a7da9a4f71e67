import type * as z from 'zod';
import { createSchema } from 'zod-openapi';

export type Json = Readonly<Record<string, unknown>>;

/** Named schemas of the document; filled while operations are described. */
export interface Schemas {
  /** The schema as a caller sends it, or as it is answered. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json;
  /** Every named schema met so far, by name. */
  named(): Json;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export const asJson = (value: unknown): Json => (isJson(value) ? value : {});

/** Answers may gain members; a client that refuses what it does not know would break then. */
const openToMore = (io: 'input' | 'output', schema: { additionalProperties?: unknown }): void => {
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
};

export const collectSchemas = (): Schemas => {
  const named = new Map<string, unknown>();
  return {
    of: (schema, io) => {
      const made = createSchema(schema, {
        io,
        opts: { override: ({ jsonSchema }) => openToMore(io, jsonSchema) },
      });
      for (const [name, component] of Object.entries(made.components)) named.set(name, component);
      return asJson(made.schema);
    },
    named: () => Object.fromEntries([...named].sort(([one], [other]) => one.localeCompare(other, 'en'))),
  };
};

/** `{ payload }`, whose decrypted content has the given schema. */
export const encrypted = (content: Json): Json => ({
  type: 'object',
  required: ['payload'],
  properties: {
    payload: {
      type: 'string',
      description: 'Compact JWE (RSA-OAEP-256, A256GCM); decrypted, it is JSON of the content schema.',
      contentMediaType: 'application/jose',
      contentSchema: content,
    },
  },
});
